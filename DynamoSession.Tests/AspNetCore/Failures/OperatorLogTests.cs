using System.Net;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>What an operator reads in the log: an Error if someone must act, with the cause, and no more than an Information for what is expected.</summary>
[Category(TestEngine.Category)]
public sealed class OperatorLogTests
{
    private ManualTimeProvider _clock = null!;
    private ScriptedApp _app = null!;

    private string Table => $"table '{_app.App.TableName}'";

    /// <summary>Gets everything above Debug, with its level, and whether there is a stack trace.</summary>
    private IEnumerable<string> Log => _app.App.Logs.Own.GetSnapshot().Where(entry => entry.Level > LogLevel.Debug)
        .Select(entry => $"{entry.Level}{(entry.Exception is null ? "" : " with exception")}: {entry.Message}");

    private string Tag => SessionId.PublicIdOf(_app.Browser.SessionCookie!)[..8];

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await ScriptedApp.StartAsync(options => options.LeaseWait = TimeSpan.Zero, _clock);
        await SetAsync("dark");
        _app.App.Logs.Own.Clear();
    }

    [TearDown]
    public ValueTask StopAsync() => _app.DisposeAsync();

    [Test]
    public async Task A_throttled_load()
    {
        Fail("throttled", "GetItem");

        var answer = await SetAsync("light");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Log, Is.EqualTo(new[]
        {
            "Error with exception: The session could not be loaded, so the endpoint did not run; the response has status 503. "
            + $"DynamoSession could not load a session ({Table}, ProvisionedThroughputExceededException): DynamoDB throttled the call. "
            + "Increase the table's capacity, or switch it to on-demand billing.",
        }));
    }

    [Test]
    public async Task A_commit_whose_permission_is_missing()
    {
        _app.App.Wire.Before = (operation, _) =>
            Task.FromResult(operation == "UpdateItem" ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        var answer = await SetAsync("light");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Log, Is.EqualTo(new[]
        {
            "Error with exception: The session could not be committed; the response has status 503. "
            + $"DynamoSession could not commit a session ({Table}, AmazonDynamoDBException): access was denied. "
            + "Grant the application's role dynamodb:UpdateItem on the table.",
        }));
    }

    [Test]
    public async Task A_load_without_an_answer()
    {
        Fail("hanging", "GetItem");

        var answer = await SetAsync("light");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Log, Is.EqualTo(new[]
        {
            "Error with exception: The session could not be loaded, so the endpoint did not run; the response has status 503. "
            + $"The session load on {Table} took longer than IOTimeout (00:00:05). "
            + "Check the table's health, the network and where the client's credentials come from, or raise IOTimeout.",
        }));
    }

    [Test]
    public async Task A_commit_without_an_answer()
    {
        Fail("hanging", "UpdateItem");

        var answer = await SetAsync("light");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Log, Is.EqualTo(new[]
        {
            "Error with exception: The session could not be committed; the response has status 503. "
            + $"The session commit on {Table} took longer than IOTimeout (00:00:05). "
            + "Check the table's health, the network and where the client's credentials come from, or raise IOTimeout.",
        }));
    }

    [Test]
    public async Task A_commit_after_another_request()
    {
        var answer = await _app.RequestAsync(
            async context =>
            {
                using var other = _app.Twin();
                await _app.RunAsync(session => session.Set("theme", "first"), browser: other);
                context.GetDynamoSession().Set("theme", "second");
                return "done";
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(Log, Is.EqualTo(new[]
        {
            $"Information: A commit of session {Tag} was refused (Conflict); 1 changed fields were discarded.",
            "Information: The session could not be committed; the response has status 409. "
            + "Another request committed the session before this request's 1 changed fields could be written; nothing was written. Let the client try again.",
        }));
    }

    [Test]
    public async Task A_commit_after_a_sign_out()
    {
        var tag = Tag;
        var answer = await _app.RequestAsync(async context =>
        {
            using var other = _app.Twin();
            await _app.RunAsync(session => session.Destroy(), browser: other);
            context.GetDynamoSession().Set("theme", "second");
            return "done";
        });

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(Log, Is.EqualTo(new[]
        {
            $"Information: Session {tag} was destroyed (it was live: True).",
            $"Information: A commit of session {tag} was refused (Dead); 1 changed fields were discarded.",
            "Information: The session could not be committed; the response has status 409. "
            + "The session ended (Dead) during the request; its 1 changed fields were not written. Let the user start a new session.",
        }));
    }

    [Test]
    public async Task A_sign_in_whose_commit_is_refused_at_an_endpoint_without_a_session()
    {
        var answer = await _app.RequestAsync(_ => throw new SessionLimitException("The user has too many sessions."), "none");

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(Log, Is.EqualTo(new[] { "Information: The session could not be committed; the response has status 409. The user has too many sessions." }));
    }

    [Test]
    public async Task A_request_that_does_not_get_the_lease()
    {
        var answer = await _app.RequestAsync(
            async _ =>
            {
                using var other = _app.Twin();
                return $"{(await _app.RunAsync(_ => { }, "exclusive", other)).Status}";
            },
            "exclusive");

        Assert.That(answer.Text, Is.EqualTo("423"));
        Assert.That(Log, Is.EqualTo(new[] { $"Information: A request could not get the exclusive lease on session {Tag} within 00:00:00." }));
    }

    [Test]
    public async Task A_late_commit_after_a_sign_out()
    {
        Assert.That(
            () => _app.RequestAsync(async context =>
            {
                await context.Response.StartAsync();
                using var other = _app.Twin();
                await _app.RunAsync(session => session.Destroy(), browser: other);
                context.GetDynamoSession().Set("theme", "second");
                return null;
            }),
            Throws.InstanceOf<HttpRequestException>());

        Assert.That(Log.Last(), Is.EqualTo(
            "Warning: Changes made after the response had started could not be committed; the connection is aborted. "
            + "The session ended (Dead) during the request; its 1 changed fields were not written. Let the user start a new session."));
    }

    private void Fail(string failure, string operation) =>
        TableFailures.Inject(_app.App.Wire, failure, operation, failure == "hanging" ? _clock : null);

    private Task<Answer> SetAsync(string value) => _app.RunAsync(session => session.Set("theme", value));
}
