using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A migration takes several calls to two tables. A request waits no longer for them than for any other.</summary>
[Category(TestEngine.Category)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MigrationDeadlineTests : MigrationFixture
{
    private static readonly TimeSpan IOTimeout = new DynamoSessionOptions().IOTimeout;

    [Test]
    public async Task All_loading_has_one_deadline([Values("merge", "optional")] string policy)
    {
        Browser.SessionCookie = SessionId.NewSecret();
        App.App.TakeCalls();
        App.App.Wire.Before = async (_, cancellationToken) =>
        {
            Clock.Advance(IOTimeout * 0.3);
            cancellationToken.ThrowIfCancellationRequested();
            return await Task.FromResult<HttpResponseMessage?>(null);
        };

        var answer = await App.AskAsync(session => session.IsAvailable, policy);

        Assert.That((answer.Status, answer.Text), Is.EqualTo(policy == "merge" ? (503, "") : (200, "False")));
        Assert.That(App.App.TakeCalls(), Has.Count.LessThanOrEqualTo(3), "An unknown id of ours, the derived one, and the legacy record.");
        Assert.That(await HasLegacyRecordAsync(), Is.True);
    }

    [Test]
    public async Task A_legacy_store_that_hangs_delays_a_request_by_one_second_and_the_next_ones_not_at_all()
    {
        await UserAsync();
        var held = new HeldCall(App.App.Wire, "DeleteItem");
        var first = UserAsync();
        await held.Arrived;
        await Clock.WhenTimersWaitAsync(2);
        App.App.TakeCalls();

        Clock.Advance(TimeSpan.FromSeconds(1));
        var users = new[] { await first, await UserAsync(), await App.ReadAsync("user", policy: "read-only") };

        Assert.That(users, Has.All.EqualTo("alice"));
        Assert.That(App.App.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "GetItem" }));
        held.Release();
    }

    [Test]
    public async Task A_legacy_store_that_has_failed_is_asked_again_after_a_pause()
    {
        await UserAsync();
        App.App.Wire.Answer = (operation, _) => operation == "DeleteItem" ? Wire.Error(System.Net.HttpStatusCode.BadRequest, "AccessDeniedException") : null;
        await UserAsync();
        App.App.Wire.Answer = null;
        App.App.TakeCalls();

        await UserAsync();
        var duringThePause = App.App.TakeCalls().Select(call => call.Operation).ToArray();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await UserAsync();

        Assert.That(duringThePause, Is.EqualTo(new[] { "GetItem" }));
        Assert.That(await HasLegacyRecordAsync(), Is.False);
    }

    [Test]
    public async Task Requests_at_once_complete_a_migration_once()
    {
        await UserAsync();
        var held = new HeldCall(App.App.Wire, "DeleteItem");
        var first = UserAsync();
        await held.Arrived;

        var others = await Task.WhenAll(UserAsync(App.Twin()), UserAsync(App.Twin()));
        held.Release();

        Assert.That(others.Append(await first), Has.All.EqualTo("alice"));
        Assert.That(App.App.TakeCalls().Count(call => call.Operation == "DeleteItem"), Is.EqualTo(1));
        Assert.That(await HasLegacyRecordAsync(), Is.False);
    }

    private protected override void Configure(ExpressMigrationOptions options) => options.Format = ExpressFormat.ConnectDynamoDb;
}
