using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>When the SDK has given up, a write is tried again with its own token, within the deadline.</summary>
[Category(TestEngine.Category)]
public sealed class RetryTests : LifecycleFixture
{
    // After the one over the wire.
    private const int SdkAttempts = 3;

    private protected override bool UsesRealTime => true;

    private DynamoSessionOptions Options => App.App.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;

    [SetUp]
    public async Task StartTheSessionAsync()
    {
        Options.IOTimeout = TimeSpan.FromSeconds(20);
        await RunAsync(session => session.Increment("count"));
        App.App.TakeCalls();
    }

    [Test]
    public async Task An_increment_whose_responses_to_the_SDK_were_all_lost_counts_once()
    {
        var lost = 0;
        Wire.After = (operation, _) => operation == "UpdateItem" && Interlocked.Increment(ref lost) <= 1 + SdkAttempts
            ? throw new IOException("The answer got lost.")
            : Task.CompletedTask;

        var answer = await RunAsync(session => session.Increment("count"));

        var writes = App.App.TakeCalls().Where(call => !call.IsRead).ToArray();
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("2"));
        Assert.That(writes, Has.Length.EqualTo(1 + SdkAttempts + 1));
        Assert.That(writes.Select(write => (string?)write.Request["ExpressionAttributeNames"]!["#t"]).Distinct().Count(), Is.EqualTo(1));
        Assert.That(App.App.Logs.Own.GetSnapshot().Any(entry => entry.Id.Id == 22), Is.True);
    }

    [Test]
    public async Task A_table_that_stays_out_of_order_is_an_error_within_the_deadline()
    {
        Options.IOTimeout = TimeSpan.FromSeconds(1);
        FailWrites(HttpStatusCode.InternalServerError, "InternalServerError");
        var began = TimeProvider.System.GetTimestamp();

        var answer = await RunAsync(session => session.Increment("count"));

        Assert.That((answer.Status, answer.Header("Retry-After")), Is.EqualTo((503, "1")));
        Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task What_was_denied_is_not_tried_again()
    {
        FailWrites(HttpStatusCode.BadRequest, "AccessDeniedException");

        var answer = await RunAsync(session => session.Increment("count"));

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((503, 1)));
    }

    [Test]
    public async Task A_throttled_commit_is_tried_again()
    {
        var failed = 0;
        Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" && Interlocked.Increment(ref failed) <= 3
                ? Wire.Error(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException")
                : null);

        Assert.That((await RunAsync(session => session.Increment("count"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_sign_out_is_tried_again_too()
    {
        var lost = 0;
        Wire.After = (operation, _) => operation == "UpdateItem" && Interlocked.Increment(ref lost) <= 3
            ? throw new IOException("The answer got lost.")
            : Task.CompletedTask;
        var old = Browser.SessionCookie;

        var answer = await RunAsync(session => session.Destroy());

        Assert.That((answer.Status, Browser.SessionCookie), Is.EqualTo((200, (string?)null)));
        Assert.That(await ItemAsync(old), Does.ContainKey("dead"));
    }

    private void FailWrites(HttpStatusCode status, string type) =>
        Wire.Before = (operation, _) => Task.FromResult(operation == "UpdateItem" ? Wire.Error(status, type) : null);
}
