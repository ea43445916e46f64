using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>What calls consume, as DynamoDB reports it, or computed where it does not.</summary>
public sealed class CapacityTelemetryTests : TelemetryFixture
{
    [Test]
    public async Task A_read_and_a_write_are_those_that_DynamoDB_reports()
    {
        await StoreAsync("light");

        var calls = App.App.TakeCalls();
        Assert.Multiple(() =>
        {
            Assert.That(Describe(DynamoSessionMetrics.ReadCapacity), Is.EqualTo(new[] { "GetItem for load: 1 reported" }));
            Assert.That(Describe(DynamoSessionMetrics.WriteCapacity), Is.EqualTo(new[] { "UpdateItem for commit: 1 reported" }));
            Assert.That(calls.Select(call => call.Units), Is.EqualTo(new[] { 1d, 1d }));
        });
    }

    [Test]
    public async Task An_eventually_consistent_read_costs_half()
    {
        await ReadAsync("eventual");

        Assert.That(Describe(DynamoSessionMetrics.ReadCapacity), Is.EqualTo(new[] { "GetItem for load: 0.5 reported" }));
    }

    [Test]
    public async Task A_refused_write_costs_by_the_size_of_the_stored_item()
    {
        await App.RequestAsync(
            async context =>
            {
                using var other = App.Twin();
                await App.RunAsync(session => session.Set("large", new string('x', 2_500)), browser: other);
                Seen.Clear();
                context.GetDynamoSession().Set("theme", "light");
                return "done";
            },
            "optimistic");

        Assert.That(Describe(DynamoSessionMetrics.WriteCapacity), Is.EqualTo(new[] { "UpdateItem for commit: 3 computed" }));
    }

    [Test]
    public async Task Calls_for_users_count_too()
    {
        await App.RunAsync(session => session.UserId = "ada");
        await App.App.Services.GetRequiredService<ISessionDirectory>().DestroyByUserAsync("ada");

        Assert.Multiple(() =>
        {
            Assert.That(Operations(DynamoSessionMetrics.WriteCapacity), Is.EquivalentTo(new[] { "bind_user", "create", "fence", "commit", "revoke" }).Or.EquivalentTo(new[] { "bind_user", "commit", "revoke" }));
            Assert.That(Operations(DynamoSessionMetrics.ReadCapacity), Is.EquivalentTo(new[] { "load", "query_user" }));
        });
    }

    [Test]
    public async Task A_table_that_is_wrapped_by_another_is_observed_too()
    {
        await using var app = await ScriptedApp.StartAsync(clock: Clock, services: builder => builder.Services.AddSingleton<ISessionTable>(provider =>
            new Wrapper(new DynamoDbSessionTable(provider.GetRequiredService<IAmazonDynamoDB>(), new() { TableName = App.App.TableName }, Clock))));
        using var seen = new ObservedTelemetry(app.App.Services, app.App.TableName);

        await app.RunAsync(session => session.Set("theme", "dark"));
        await app.AskAsync(session => session.Get<string>("theme"));

        Assert.That(seen.Of(DynamoSessionMetrics.WriteCapacity).Concat(seen.Of(DynamoSessionMetrics.ReadCapacity)).Sum(measured => measured.Value), Is.EqualTo(2));
    }

    [Test]
    public async Task A_table_that_is_shared_with_Express_is_observed_too()
    {
        await using var app = await ScriptedApp.StartAsync(clock: Clock, services: builder => builder.Services.AddDynamoSession().ShareWithExpress(options =>
        {
            options.Secrets = ["keyboard cat"];
            options.Format = ExpressFormat.PwrDrvr;
        }));
        using var seen = new ObservedTelemetry(app.App.Services, app.App.TableName);

        await app.RunAsync(session => session.Set("theme", "dark"));
        await app.RunAsync(session => session.Set("theme", "light"));
        await app.RunAsync(session => session.Destroy());

        var units = app.App.TakeCalls().ToLookup(call => call.IsRead, call => call.Units);
        Assert.Multiple(() =>
        {
            Assert.That(seen.Of(DynamoSessionMetrics.ReadCapacity).Sum(measured => measured.Value), Is.EqualTo(units[true].Sum()).And.GreaterThan(0));
            Assert.That(seen.Of(DynamoSessionMetrics.WriteCapacity).Sum(measured => measured.Value), Is.EqualTo(units[false].Sum()).And.GreaterThan(0));
            Assert.That(seen.Of(DynamoSessionMetrics.WriteCapacity).Select(measured => measured["db.operation.name"]), Does.Contain("PutItem").And.Contain("UpdateItem"));
        });
    }

    private IEnumerable<string> Describe(string instrument) => Seen.Of(instrument).Select(measured => FormattableString.Invariant(
        $"{measured["db.operation.name"]} for {measured["dynamosession.operation"]}: {measured.Value} {measured["dynamosession.units"]}"));

    private IEnumerable<string?> Operations(string instrument) => Seen.Of(instrument).Select(measured => measured["dynamosession.operation"]).Distinct();

    private sealed class Wrapper(ISessionTable inner) : DelegatingSessionTable(inner);
}
