using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Aws;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>
/// Pooled connections that died while nothing was sent, in a failover or while a process was frozen. The table is well: no request fails, and
/// each loses at most one attempt.
/// </summary>
[Category(TestEngine.Category)]
public sealed class DeadConnectionTests
{
    private const int Connections = 12;

    private MortalProxy _proxy = null!;
    private SessionApp _app = null!;
    private Browser[] _browsers = [];

    [TearDown]
    public async Task StopAsync()
    {
        Array.ForEach(_browsers, browser => browser.Dispose());
        await _app.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task Requests_at_once_succeed(
        [Values(SessionClient.Own, SessionClient.Configured)] SessionClient client, [Values] ConnectionDeath death)
    {
        await StartAsync(client);
        var dead = _proxy.Kill(death);

        var answers = await Task.WhenAll(_browsers.Select(CountAsync));

        Assert.That(dead, Is.EqualTo(Connections));
        AssertAllSucceeded(answers);
        Assert.That(_proxy.Lost, Is.InRange(1, Connections));
    }

    [Test]
    public async Task Requests_in_turn_succeed_and_only_the_first_loses_an_attempt(
        [Values(SessionClient.Own, SessionClient.Configured)] SessionClient client, [Values] ConnectionDeath death)
    {
        await StartAsync(client);
        var dead = _proxy.Kill(death);

        var answers = new List<(Answer, TimeSpan)>();
        foreach (var browser in _browsers)
        {
            answers.Add(await CountAsync(browser));
        }

        Assert.That(dead, Is.EqualTo(Connections));
        AssertAllSucceeded(answers);
        Assert.That(_proxy.Lost, Is.EqualTo(1));
    }

    [Test]
    public async Task A_deadline_that_is_shorter_than_an_attempt_costs_one_request_and_not_one_for_each_connection()
    {
        await StartAsync(SessionClient.Own, attemptLimit: TimeSpan.FromSeconds(30));
        _proxy.Kill(ConnectionDeath.Silent);

        var first = await CountAsync(_browsers[0]);
        await _proxy.WhenOpenAsync(0);
        var others = await Task.WhenAll(_browsers[1..].Select(CountAsync));

        Assert.That(first.Answer.Status, Is.EqualTo(503));
        AssertAllSucceeded(others);
    }

    [Test]
    public async Task Nothing_stays_open_of_the_connections_that_were_replaced_or_of_a_client_that_was_disposed(
        [Values(SessionClient.Own, SessionClient.Configured)] SessionClient client)
    {
        await StartAsync(client);
        _proxy.Kill(ConnectionDeath.Silent);
        await CountAsync(_browsers[0]);

        await _proxy.WhenOpenAsync(1);
        var isStillUsed = (await CountAsync(_browsers[1])).Answer.Status == 200;
        await _app.DisposeAsync();
        await _proxy.WhenOpenAsync(0);

        Assert.That((isStillUsed, _proxy.Lost), Is.EqualTo((true, 1)));
    }

    /// <summary>Starts an application with as many connections as browsers, each with a session.</summary>
    private async Task StartAsync(SessionClient client, TimeSpan? attemptLimit = null)
    {
        _proxy = MortalProxy.Start(new Uri((await TestEngine.ClientAsync()).Config.ServiceURL));
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/count", (HttpContext context) =>
                {
                    context.Session.Increment("count");
                    return context.Session.Get<int>("count").ToString(CultureInfo.InvariantCulture);
                });
            },
            services: builder => SessionClients.Register(builder.Services, client, _proxy.Endpoint, SessionClients.Credentials, attemptLimit));
        _browsers = [.. Enumerable.Range(0, Connections).Select(_ => _app.NewBrowser())];
        _proxy.HoldUntilOpen(Connections);
        var created = await Task.WhenAll(_browsers.Select(browser => browser.PostAsync("/count")));
        Assert.That(created.Select(answer => answer.Text), Is.All.EqualTo("1"));
    }

    private static async Task<(Answer Answer, TimeSpan Elapsed)> CountAsync(Browser browser)
    {
        var began = TimeProvider.System.GetTimestamp();
        var answer = await browser.PostAsync("/count");
        return (answer, TimeProvider.System.GetElapsedTime(began));
    }

    private static void AssertAllSucceeded(IReadOnlyCollection<(Answer Answer, TimeSpan Elapsed)> answers)
    {
        Assert.That(answers.Select(answer => (answer.Answer.Status, answer.Answer.Text)), Is.All.EqualTo((200, "2")));
        Assert.That(answers.Select(answer => answer.Elapsed), Is.All.LessThan(new DynamoSessionOptions().IOTimeout));
    }
}
