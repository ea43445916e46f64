using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Lifetimes;

/// <summary>One session may live longer, or end earlier, than the application's others.</summary>
[Category(TestEngine.Category)]
public sealed class OwnAbsoluteTimeoutTests
{
    private static readonly TimeSpan TwoWeeks = TimeSpan.FromDays(14);

    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private TaskCompletionSource _isWaiting = null!;
    private TaskCompletionSource _mayEnd = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new();
        (_isWaiting, _mayEnd) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/set", (HttpContext context) => context.Session.SetString("color", "red"));
                app.MapGet("/color", (HttpContext context) => context.Session.GetString("color") ?? "none");
                app.MapPost("/sign-in", (HttpContext context) =>
                {
                    var session = context.GetDynamoSession();
                    session.RenewId();
                    session.UserId = "ada";
                    session.KeepFor(TwoWeeks);
                });
                app.MapPost("/renew", (HttpContext context) => context.GetDynamoSession().RenewId());
                app.MapPost("/absolute", Set((session, value) => session.AbsoluteTimeout = value));
                app.MapPost("/idle", Set((session, value) => session.IdleTimeout = value));
                app.MapPost("/both", Set((session, value) => (session.AbsoluteTimeout, session.IdleTimeout) = (value, value)));
                app.MapPost("/keep", Set((session, value) => session.KeepFor(value)));
                app.MapPost("/read-only", Set((session, value) => session.AbsoluteTimeout = value)).WithSessionPolicy(SessionAccess.ReadOnly);
                app.MapGet("/absolute", (HttpContext context) => context.GetDynamoSession().AbsoluteTimeout.ToString());
                app.MapPost("/slow", async (HttpContext context) =>
                {
                    context.Session.SetString("color", "blue");
                    _isWaiting.SetResult();
                    await _mayEnd.Task;
                });
            },
            clock: _clock);
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _mayEnd.TrySetResult();
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase(0)]
    [TestCase(10)]
    public async Task A_user_stays_signed_in_for_two_weeks_from_the_sign_in_and_no_longer(int minutesBefore)
    {
        await _browser.PostAsync("/set");
        _clock.Advance(TimeSpan.FromMinutes(minutesBefore));

        var signedIn = await _browser.PostAsync("/sign-in");
        _clock.Advance(TwoWeeks - TimeSpan.FromSeconds(1));
        var before = await _browser.GetAsync("/color");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(signedIn.SetCookies.Single(), Does.Contain("max-age=1209600").IgnoreCase);
        Assert.That((before.Text, (await _browser.GetAsync("/color")).Text), Is.EqualTo(("red", "none")));
    }

    [Test]
    public async Task However_much_it_is_used_and_renewed()
    {
        await _browser.PostAsync("/set");
        await _browser.PostAsync("/sign-in");
        for (var day = 1; day < 14; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            await _browser.PostAsync("/renew");
            Assert.That((await _browser.GetAsync("/color")).Text, Is.EqualTo("red"));
        }

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That((await _browser.GetAsync("/color")).Text, Is.EqualTo("none"));
    }

    [Test]
    public async Task An_absolute_timeout_without_an_end()
    {
        await _browser.PostAsync("/set");
        await _browser.PostAsync("/absolute", Timeout.InfiniteTimeSpan.ToString());
        Assert.That((await _browser.GetAsync("/absolute")).Text, Is.EqualTo(Timeout.InfiniteTimeSpan.ToString()));
        for (var quarter = 0; quarter < 100; quarter++)
        {
            _clock.Advance(TimeSpan.FromMinutes(15));
            Assert.That((await _browser.GetAsync("/color")).Text, Is.EqualTo("red"));
        }
    }

    [Test]
    public async Task An_earlier_end_holds_although_another_request_that_had_loaded_the_session_before_extends_it()
    {
        await _browser.PostAsync("/set");
        using var other = _app.NewBrowser();
        other.SessionCookie = _browser.SessionCookie;
        _clock.Advance(TimeSpan.FromMinutes(10));
        var slow = other.PostAsync("/slow");
        await _isWaiting.Task;

        await _browser.PostAsync("/absolute", "00:20:00");
        _clock.Advance(TimeSpan.FromMinutes(15));
        _mayEnd.SetResult();
        await slow;
        _clock.Advance(TimeSpan.FromMinutes(4));
        var before = await _browser.GetAsync("/color");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((before.Text, (await _browser.GetAsync("/color")).Text), Is.EqualTo(("blue", "none")));
    }

    [Test]
    public async Task A_request_that_outlasts_an_earlier_end_writes_nothing()
    {
        await _browser.PostAsync("/set");
        using var other = _app.NewBrowser();
        other.SessionCookie = _browser.SessionCookie;
        var slow = other.PostAsync("/slow");
        await _isWaiting.Task;
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _browser.PostAsync("/absolute", "00:20:00");
        _clock.Advance(TimeSpan.FromMinutes(14));
        await _browser.GetAsync("/color");
        _clock.Advance(TimeSpan.FromMinutes(6));
        _mayEnd.SetResult();

        Assert.That((await slow).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task The_value_is_the_applications_until_it_is_set_and_counts_from_then_on()
    {
        Assert.That((await _browser.GetAsync("/absolute")).Text, Is.EqualTo("1.00:00:00"));
        await _browser.PostAsync("/set");
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That((await _browser.GetAsync("/absolute")).Text, Is.EqualTo("1.00:00:00"));

        Assert.That((await _browser.PostAsync("/absolute", "2.00:00:00")).Text, Is.EqualTo("2.00:00:00 00:20:00"));
        Assert.That((await _browser.GetAsync("/absolute")).Text, Is.EqualTo("2.00:05:00"));
    }

    [Test]
    public async Task It_alone_starts_no_session_and_a_new_session_gets_it()
    {
        Assert.That((await _browser.PostAsync("/both", "3.00:00:00")).SetCookies, Is.Empty);
        Assert.That((await _browser.PostAsync("/keep", "3.00:00:00")).SetCookies, Is.Empty);
    }

    [TestCase("/idle", "1.00:00:01", "IdleTimeout (1.00:00:01) must not be longer than its AbsoluteTimeout (1.00:00:00)")]
    [TestCase("/absolute", "00:19:59", "AbsoluteTimeout (00:19:59) must not be shorter than its IdleTimeout (00:20:00)")]
    [TestCase("/absolute", "-00:00:01", "AbsoluteTimeout (-00:00:01) must not be shorter")]
    [TestCase("/absolute", "10000000.00:00:00", "ends after the year 9999")]
    [TestCase("/keep", "401.00:00:00", "at least one minute and at most 400 days")]
    [TestCase("/keep", "00:00:59", "at least one minute and at most 400 days")]
    [TestCase("/read-only", "2.00:00:00", "SessionAccess.ReadOnly")]
    public async Task What_cannot_be_is_refused(string path, string value, string reason)
    {
        await _browser.PostAsync("/set");

        Assert.That((await _browser.PostAsync(path, value)).Text, Does.Contain(reason));
        Assert.That((await _browser.GetAsync("/absolute")).Text, Is.EqualTo("1.00:00:00"));
    }

    [Test]
    public async Task The_idle_timeout_is_bounded_by_the_sessions_own_absolute_timeout()
    {
        await _browser.PostAsync("/set");
        await _browser.PostAsync("/absolute", "02:00:00");

        Assert.That((await _browser.PostAsync("/idle", "03:00:00")).Text, Does.Contain("must not be longer than its AbsoluteTimeout (02:00:00)"));
        Assert.That((await _browser.PostAsync("/both", "03:00:00")).Text, Is.EqualTo("03:00:00 03:00:00"));
        Assert.That((await _browser.PostAsync("/keep", "00:05:00")).Text, Is.EqualTo("00:05:00 00:05:00"));
    }

    private static Func<HttpContext, Task<string>> Set(Action<IDynamoSession, TimeSpan> set) => async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        var value = TimeSpan.Parse(await reader.ReadToEndAsync(), System.Globalization.CultureInfo.InvariantCulture);
        var session = context.GetDynamoSession();
        try
        {
            set(session, value);
            return $"{session.AbsoluteTimeout} {session.IdleTimeout}";
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or InvalidOperationException)
        {
            return exception.Message;
        }
    };
}
