using System.Diagnostics.Metrics;
using System.Reflection;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Core.DynamoDb;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/telemetry.md against the code.</summary>
[TestFixture]
public sealed class TelemetryPageTests
{
    // These are no causes in DynamoDB's responses.
    private static readonly string[] OwnErrors = ["newer_format", "in_doubt", "too_large", "wrong_type", "_OTHER"];

    [Test]
    public async Task The_table_lists_every_instrument_that_an_application_creates()
    {
        var created = new List<string>();
        using var listener = new MeterListener();
        await using var app = await SessionApp.StartInMemoryAsync(app =>
        {
            app.UseDynamoSession();
            app.MapGet("/", () => "hello");
        });
        var scope = app.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == scope && instrument.Meter.Name == DynamoSessionMetrics.MeterName)
            {
                created.Add($"{instrument.Name} {TypeOf(instrument)} {instrument.Unit}");
            }
        };
        using var browser = app.NewBrowser();
        await browser.GetAsync("/");
        app.Services.GetRequiredService<ISessionDirectory>();
        listener.Start();

        Assert.That(TelemetryPage.Metrics.Select(metric => $"{metric.Name} {metric.Type} {metric.Unit}"), Is.EquivalentTo(created));
    }

    [Test]
    public void Every_metric_is_a_constant() => Assert.That(
        TelemetryPage.Metrics.Select(metric => metric.Name).Append(DynamoSessionMetrics.MeterName), Is.EquivalentTo(ConstantsOf(typeof(DynamoSessionMetrics))));

    [Test]
    public void Every_span_is_a_constant() => Assert.That(
        TelemetryPage.Spans.Select(span => span.Name).Append(DynamoSessionTracing.ActivitySourceName), Is.EquivalentTo(ConstantsOf(typeof(DynamoSessionTracing))));

    [Test]
    public void Every_outcome_is_listed()
    {
        var outcomes = ConstantsOf(typeof(Outcomes)).Concat(Enum.GetNames<MigrationOutcome>().Select(name => name.ToLowerInvariant())).Distinct();

        Assert.That(TelemetryPage.Outcomes.Select(outcome => outcome.Value).Distinct(), Is.EquivalentTo(outcomes));
    }

    [Test]
    public void Every_type_of_error_is_listed() => Assert.That(
        TelemetryPage.ErrorTypes, Is.EquivalentTo(ErrorTypeTests.Types.Concat(OwnErrors)));

    [Test]
    public void Every_operation_is_one_of_the_code()
    {
        var operations = typeof(TableOperation).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => ((TableOperation)property.GetValue(null)!).Name);

        Assert.That(TelemetryPage.Values["dynamosession.operation"].Except(operations), Is.Empty);
    }

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : "counter";

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
