using System.Collections.Concurrent;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>A slow writer meets the end of its session, a hundred times each, from before to after it.</summary>
[Category(TestEngine.Category)]
public sealed class DeathRaceTests
{
    private const int Races = 100;

    private readonly ConcurrentDictionary<int, (TaskCompletionSource Arrived, TaskCompletionSource Released)> _writers = new();
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;

    [SetUp]
    public Task StartAsync() => StartAsync(absoluteTimeout: TimeSpan.FromDays(1));

    private async Task StartAsync(TimeSpan absoluteTimeout)
    {
        _writers.Clear();
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/start", (HttpContext context) => context.Session.Set("theme", "dark"));
                app.MapPost("/increment", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/slow/{race:int}", async (HttpContext context, int race) =>
                {
                    context.Session.Set("late", "yes");
                    _writers[race].Arrived.SetResult();
                    await _writers[race].Released.Task;
                });
                app.MapPost("/logout", (HttpContext context) => context.GetDynamoSession().Destroy());
            },
            options =>
            {
                options.IOTimeout = TimeSpan.FromMinutes(1);
                options.AbsoluteTimeout = absoluteTimeout;
            },
            clock: _clock);
    }

    [TearDown]
    public Task StopAsync() => _app.DisposeAsync().AsTask();

    [Test]
    public async Task A_writer_in_flight_never_revives_a_session_that_was_signed_out()
    {
        var refused = 0;
        for (var race = 0; race < Races; race++)
        {
            using var browser = await StartSessionAsync();
            using var other = SameSession(browser);
            var secret = browser.SessionCookie;

            var answer = await RaceAsync(race, browser, () => other.PostAsync("/logout"));

            var item = (await _app.ItemAsync(secret))!;
            AssertLateAnswer(answer);
            Assert.That(item, Does.ContainKey("dead").And.Not.ContainKey("sess"), $"race {race}");
            refused += answer.Status == 409 ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThanOrEqualTo(Races / 3));
        Assert.That(await _app.CountItemsAsync(), Is.EqualTo(Races));
    }

    [Test]
    public async Task A_writer_in_flight_never_revives_a_session_that_has_expired()
    {
        // A session that could be extended would not expire while a request uses it.
        await StopAsync();
        await StartAsync(absoluteTimeout: TimeSpan.FromMinutes(20));
        var refused = 0;
        for (var race = 0; race < Races; race++)
        {
            using var browser = await StartSessionAsync();
            var before = (await _app.ItemAsync(browser.SessionCookie))!;
            _clock.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(1));

            var answer = await RaceAsync(race, browser, () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return Task.CompletedTask;
            });

            var item = (await _app.ItemAsync(browser.SessionCookie))!;
            AssertLateAnswer(answer);
            Assert.That(item["sess"].M.ContainsKey("late"), Is.EqualTo(answer.Status == 200), $"race {race}");
            Assert.That(item["expires"].N, Is.EqualTo(before["expires"].N), $"race {race}");
            refused += answer.Status == 409 ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThanOrEqualTo(Races / 3));
    }

    [Test]
    public async Task Twenty_sessions_that_are_signed_out_while_all_their_tabs_write_stay_dead()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var browser = await StartSessionAsync();
            using var other = SameSession(browser);
            var secret = browser.SessionCookie;

            var writers = Enumerable.Range(0, 8).Select(_ => browser.PostAsync("/increment")).ToArray();
            await writers[0];
            var logout = await other.PostAsync("/logout");
            var answers = await Task.WhenAll(writers);

            Assert.That(logout.Status, Is.EqualTo(200));
            Assert.That(answers.SelectMany(answer => answer.SetCookies), Is.Empty);
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200).Or.EqualTo(409));
            Assert.That(await _app.ItemAsync(secret), Does.ContainKey("dead").And.Not.ContainKey("sess"));
        }));

        Assert.That(await _app.CountItemsAsync(), Is.EqualTo(20));
    }

    /// <summary>Lets the writer go before, beside or after the end, in turns.</summary>
    private async Task<Answer> RaceAsync(int race, Browser writer, Func<Task> end)
    {
        var (arrived, released) = _writers[race] = (NewSignal(), NewSignal());
        var answer = writer.PostAsync($"/slow/{race}");
        await arrived.Task;

        switch (race % 3)
        {
            case 0:
                released.SetResult();
                await end();
                break;
            case 1:
                await Task.WhenAll(Task.Run(end), Task.Run(released.SetResult));
                break;
            default:
                await end();
                released.SetResult();
                break;
        }

        return await answer;
    }

    private async Task<Browser> StartSessionAsync()
    {
        var browser = _app.NewBrowser();
        await browser.PostAsync("/start");
        return browser;
    }

    private Browser SameSession(Browser browser)
    {
        var other = _app.NewBrowser();
        other.SessionCookie = browser.SessionCookie;
        return other;
    }

    private static void AssertLateAnswer(Answer answer) => Assert.Multiple(() =>
    {
        Assert.That(answer.Status, Is.EqualTo(200).Or.EqualTo(409));
        Assert.That(answer.SetCookies, Is.Empty);
    });

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
