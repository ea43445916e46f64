using System.Diagnostics;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using DynamoSession.Tests.Support.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>OpenTelemetry's own SDK and exporters get everything that docs/telemetry.md lists, and nothing else.</summary>
[Category(TestEngine.Category)]
public sealed class OpenTelemetryTests
{
    private readonly List<MetricSnapshot> _metrics = [];
    private readonly List<Activity> _spans = [];
    private OtlpReceiver _receiver = null!;
    private string _tableName = null!;

    private static IEnumerable<string> Metrics => TelemetryPage.Metrics.Select(metric => metric.Name);

    private static IEnumerable<string> Spans => TelemetryPage.Spans.Select(span => span.Name);

    [OneTimeSetUp]
    public async Task RunAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        _tableName = await TestEngine.CreateSessionTableAsync();
        var clock = new ManualTimeProvider();
        await using var app = await ScriptedApp.StartAsync(options => options.LeaseWait = TimeSpan.Zero, clock, Configure, tableName: _tableName);
        await new TelemetryScenarios(app, clock).RunAsync();
        app.App.Services.GetRequiredService<MeterProvider>().ForceFlush();
        app.App.Services.GetRequiredService<TracerProvider>().ForceFlush();
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _receiver.DisposeAsync();

    [TestCaseSource(nameof(Metrics))]
    public void A_metric_arrives_with_the_unit_and_attributes_of_the_page(string name)
    {
        var (_, type, unit, attributes) = TelemetryPage.Metrics.Single(metric => metric.Name == name);

        var points = PointsOf(name);
        Assert.Multiple(() =>
        {
            Assert.That(points.SelectMany(point => point.Tags.Keys).Distinct(), Is.EquivalentTo(TelemetryPage.CommonAttributes.Concat(attributes)));
            Assert.That(points.Select(point => point.Unit).Distinct(), Is.EqualTo(new[] { unit }));
            Assert.That(points.Select(point => point.Type == MetricType.Histogram ? "histogram" : "counter").Distinct(), Is.EqualTo(new[] { type }));
            Assert.That(_receiver.HasMetric(name), Is.True, "over OTLP");
        });
    }

    [TestCaseSource(nameof(Metrics))]
    public void An_attribute_has_only_values_of_the_page(string name)
    {
        var values = PointsOf(name).SelectMany(point => point.Tags).Where(tag => !TelemetryPage.CommonAttributes.Contains(tag.Key)).Distinct();

        Assert.That(values.Where(tag => !IsOnThePage(name, tag)), Is.Empty);
    }

    [TestCaseSource(nameof(Spans))]
    public void A_span_arrives_with_the_attributes_of_the_page(string name)
    {
        var documented = TelemetryPage.Spans.Single(span => span.Name == name).Attributes;

        var spans = _spans.Where(span => span.DisplayName == name && (string?)span.GetTagItem("db.collection.name") == _tableName).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(spans.SelectMany(span => span.TagObjects).Select(tag => tag.Key).Distinct(), Is.EquivalentTo(documented));
            Assert.That(spans.Select(span => span.GetTagItem("dynamosession.outcome")).Except(TelemetryPage.OutcomesOf(name)), Is.Empty);
            Assert.That(
                spans.All(span => (span.Status == ActivityStatusCode.Error) == (span.GetTagItem("error.type") is not null)), Is.True, "an error has a type");
            Assert.That(_receiver.HasSpan(name), Is.True, "over OTLP");
            Assert.That(documented.Where(attribute => !_receiver.HasAttribute("traces", attribute)), Is.Empty, "over OTLP");
        });
    }

    [Test]
    public void A_duration_falls_into_buckets_for_milliseconds()
    {
        var bounds = _metrics.First(metric => metric.Name == DynamoSessionMetrics.LoadDuration).MetricPoints
            .SelectMany(point => BoundsOf(point));

        Assert.That(bounds.Count(bound => bound < 0.1), Is.GreaterThanOrEqualTo(6));
    }

    [Test]
    public void The_watch_for_leaks_sees_every_metric_and_the_spans() =>
        Assert.That(Metrics.Append(DynamoSessionTracing.ActivitySourceName).Where(name => !LeakWatch.Places.Contains(name)), Is.Empty);

    private static bool IsOnThePage(string metric, KeyValuePair<string, object?> tag) => (tag.Key switch
    {
        "dynamosession.outcome" => TelemetryPage.OutcomesOf(metric),
        "error.type" => TelemetryPage.ErrorTypes,
        _ => TelemetryPage.Values[tag.Key],
    }).Contains(tag.Value);

    private static IEnumerable<double> BoundsOf(MetricPoint point)
    {
        var bounds = new List<double>();
        foreach (var bucket in point.GetHistogramBuckets())
        {
            bounds.Add(bucket.ExplicitBound);
        }

        return bounds.Take(bounds.Count - 1);
    }

    private static Dictionary<string, object?> TagsOf(MetricPoint point)
    {
        var tags = new Dictionary<string, object?>();
        foreach (var (key, value) in point.Tags)
        {
            tags.Add(key, value);
        }

        return tags;
    }

    private (MetricType Type, string Unit, Dictionary<string, object?> Tags)[] PointsOf(string name) =>
    [
        .. from metric in _metrics
           where metric.Name == name
           from point in metric.MetricPoints
           let tags = TagsOf(point)
           where (string?)tags.GetValueOrDefault("db.collection.name") == _tableName
           select (metric.MetricType, metric.Unit, tags),
    ];

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddDynamoSession().MigrateFromExpress(options =>
        {
            options.Secrets = ["keyboard cat"];
            options.MigrationKey = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(DynamoSessionMetrics.MeterName)
                .AddInMemoryExporter(_metrics)
                .AddOtlpExporter(exporter => SendTo(exporter, "metrics")))
            .WithTracing(tracing => tracing
                .AddSource(DynamoSessionTracing.ActivitySourceName)
                .AddInMemoryExporter(_spans)
                .AddOtlpExporter(exporter => SendTo(exporter, "traces")));
    }

    private void SendTo(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = _receiver.EndpointOf(signal);
    }
}
