using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Lifetimes;

/// <summary>How long a session lives, and when that is written.</summary>
[Category(TestEngine.Category)]
public sealed class LifetimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ManualTimeProvider _clock = null!;
    private SessionApp? _app;
    private Browser _browser = null!;

    [SetUp]
    public void SetTheClock() => _clock = new ManualTimeProvider();

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app!.DisposeAsync();
    }

    [Test]
    public async Task A_session_lives_for_the_idle_timeout_and_not_a_second_longer()
    {
        await StartAsync();
        await _browser.PostAsync("/set");

        _clock.Advance(TimeSpan.FromMinutes(20) - Second);
        var last = await _browser.GetAsync("/read");
        _clock.Advance(TimeSpan.FromMinutes(20));
        var gone = await _browser.GetAsync("/read");

        Assert.That(new[] { last.Text, gone.Text }, Is.EqualTo(new[] { "1", "none" }));
    }

    [Test]
    public async Task The_absolute_timeout_ends_a_session_in_use_and_is_never_touched_past()
    {
        await StartAsync(options => options.AbsoluteTimeout = TimeSpan.FromMinutes(30));
        await _browser.PostAsync("/set");
        var end = _clock.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds();

        _clock.Advance(TimeSpan.FromMinutes(15));
        await _browser.GetAsync("/read");
        Assert.That(await ExpiresAsync(), Is.EqualTo(end));
        _app!.TakeCalls();

        _clock.Advance(TimeSpan.FromMinutes(10));
        await _browser.GetAsync("/read");
        Assert.That(Writes(), Is.Zero);

        _clock.Advance(TimeSpan.FromMinutes(5) - Second);
        Assert.That((await _browser.PostAsync("/set")).Status, Is.EqualTo(200));
        Assert.That(await ExpiresAsync(), Is.EqualTo(end));

        _clock.Advance(Second);
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("none"));
    }

    [Test]
    public async Task Without_an_absolute_timeout_the_record_has_no_absolute_end()
    {
        await StartAsync(options => options.AbsoluteTimeout = Timeout.InfiniteTimeSpan);

        await _browser.PostAsync("/set");

        Assert.That(await _app!.ItemAsync(_browser.SessionCookie), Does.Not.ContainKey("abs"));
    }

    [TestCase(null, 120)]
    [TestCase(1, 1)]
    [TestCase(600, 600)]
    public async Task A_touch_is_written_from_the_interval_on(int? touchAfter, int due)
    {
        await StartAsync(options => options.TouchAfter = touchAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await _browser.PostAsync("/set");
        var created = _clock.GetUtcNow();
        _app!.TakeCalls();

        _clock.Advance(TimeSpan.FromSeconds(due) - Second);
        await _browser.GetAsync("/untouched");
        Assert.That(Writes(), Is.Zero);

        _clock.Advance(Second);
        await _browser.GetAsync("/untouched");
        Assert.That(Writes(), Is.EqualTo(1));
        Assert.That(await ExpiresAsync(), Is.EqualTo(created.AddSeconds(due).AddMinutes(20).ToUnixTimeSeconds()));

        await _browser.GetAsync("/untouched");
        Assert.That(Writes(), Is.Zero);
    }

    [Test]
    public async Task With_an_interval_of_zero_every_second_in_use_is_written_but_none_twice()
    {
        await StartAsync(options => options.TouchAfter = TimeSpan.Zero);
        await _browser.PostAsync("/set");
        _app!.TakeCalls();

        await _browser.GetAsync("/untouched");
        Assert.That(Writes(), Is.Zero);

        _clock.Advance(Second);
        await _browser.GetAsync("/untouched");
        Assert.That(Writes(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_commit_extends_the_session_too_and_needs_no_touch_beside_it()
    {
        await StartAsync();
        await _browser.PostAsync("/set");
        _app!.TakeCalls();
        _clock.Advance(TimeSpan.FromMinutes(5));

        await _browser.PostAsync("/set");

        Assert.That(Writes(), Is.EqualTo(1));
        Assert.That(await ExpiresAsync(), Is.EqualTo(_clock.GetUtcNow().AddMinutes(20).ToUnixTimeSeconds()));
    }

    [Test]
    public async Task A_touch_does_not_count_as_a_commit()
    {
        await StartAsync();
        await _browser.PostAsync("/set");
        _clock.Advance(TimeSpan.FromMinutes(5));

        await _browser.GetAsync("/untouched");

        var item = (await _app!.ItemAsync(_browser.SessionCookie))!;
        Assert.Multiple(() =>
        {
            Assert.That(item["ver"].N, Is.EqualTo("1"));
            Assert.That(item["rt"].M, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task The_endpoint_sees_when_its_session_began_and_ends()
    {
        await StartAsync();
        await _browser.PostAsync("/set");
        var created = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(1));

        var stored = await _browser.GetAsync("/times");
        _browser.Cookies.Clear();
        var fresh = await _browser.GetAsync("/times");

        Assert.Multiple(() =>
        {
            Assert.That(stored.Text, Is.EqualTo($"{false} {created:O} {created.AddMinutes(20):O}"));
            Assert.That(fresh.Text, Is.EqualTo($"{true} {created.AddMinutes(1):O} {created.AddMinutes(21):O}"));
        });
    }

    private int Writes() => _app!.TakeCalls().Count(call => !call.IsRead);

    private async Task<long> ExpiresAsync() => long.Parse((await _app!.ItemAsync(_browser.SessionCookie))!["expires"].N, null);

    private async Task StartAsync(Action<DynamoSessionOptions>? configure = null)
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/untouched", () => "hello");
                app.MapGet("/read", (HttpContext context) => context.Session.Get<int?>("count")?.ToString(null, null) ?? "none");
                app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
                app.MapGet("/times", (HttpContext context) =>
                {
                    var session = context.GetDynamoSession();
                    return $"{session.IsNew} {session.CreatedAt:O} {session.ExpiresAt:O}";
                });
            },
            configure,
            clock: _clock);
        _browser = _app.NewBrowser();
    }
}
