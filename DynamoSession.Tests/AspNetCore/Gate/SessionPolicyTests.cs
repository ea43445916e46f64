using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>What an endpoint does with the session is said by attribute, group and endpoint; the most specific says it.</summary>
[Category(TestEngine.Category)]
public sealed class SessionPolicyTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/first", (HttpContext context) => context.Session.Set("basket", new List<string> { LeakWatch.Value("pear") }));
                app.MapGet("/none", Kind).WithSessionPolicy(SessionAccess.None);
                app.MapGet("/attribute", [SessionPolicy(SessionAccess.ReadOnly)] (HttpContext context) => Kind(context));
                app.MapGet("/attribute-and-endpoint", [SessionPolicy(SessionAccess.None)] (HttpContext context) => Kind(context))
                    .WithSessionPolicy(SessionAccess.ReadOnly);
                app.MapGet("/eventual", Kind).WithSessionPolicy(consistency: SessionConsistency.Eventual);

                var group = app.MapGroup("/group").WithSessionPolicy(SessionAccess.ReadOnly, SessionConsistency.Eventual);
                group.MapGet("/plain", Kind);
                group.MapGet("/default", Kind).WithSessionPolicy();
                group.MapGet("/required", Kind).WithSessionPolicy(SessionAccess.Required);
                group.MapGet("/strong", Kind).WithSessionPolicy(consistency: SessionConsistency.Strong);
                group.MapGet("/none", Kind).WithSessionPolicy(SessionAccess.None);
                group.MapGet("/mutate", (HttpContext context) => context.Session.Get<List<string>>("basket")!.Add("apple"));
                group.MapGet("/remove-absent", (HttpContext context) => context.Session.Remove("absent"));
                group.MapGet("/commit", (HttpContext context) => context.Session.CommitAsync());
            },
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/first");
        _app.TakeCalls();
        _app.Logs.Own.Clear();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/none", "none")]
    [TestCase("/attribute", "read-only")]
    [TestCase("/attribute-and-endpoint", "read-only")]
    [TestCase("/eventual", "writable")]
    [TestCase("/group/plain", "read-only")]
    [TestCase("/group/default", "read-only")]
    [TestCase("/group/required", "writable")]
    [TestCase("/group/strong", "read-only")]
    [TestCase("/group/none", "none")]
    public async Task The_most_specific_access_counts(string path, string kind)
    {
        var answer = await _browser.GetAsync(path);

        Assert.That(answer.Text, Is.EqualTo(kind));
    }

    [TestCase("/attribute", true)]
    [TestCase("/eventual", false)]
    [TestCase("/group/plain", false)]
    [TestCase("/group/default", false)]
    [TestCase("/group/required", false)]
    [TestCase("/group/strong", true)]
    public async Task The_most_specific_consistency_counts(string path, bool strong)
    {
        await _browser.GetAsync(path);

        Assert.That((bool?)_app.TakeCalls()[0].Request["ConsistentRead"] ?? false, Is.EqualTo(strong));
    }

    [Test]
    public async Task None_costs_no_call_even_when_a_touch_is_due()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));

        var answer = await _browser.GetAsync("/none");

        Assert.That(_app.TakeCalls(), Is.Empty);
        Assert.That(answer.Header("Vary"), Is.Null);
    }

    [Test]
    public async Task ReadOnly_still_touches()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));

        await _browser.GetAsync("/group/plain");

        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
    }

    [Test]
    public async Task ReadOnly_drops_mutations_and_says_so()
    {
        var answer = await _browser.GetAsync("/group/mutate");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        Assert.That(_app.Logs.Own.GetSnapshot().Single(log => log.Id.Name == "ReadOnlyMutation").Message, Does.Contain("basket"));
    }

    [TestCase("/group/remove-absent")]
    [TestCase("/group/commit")]
    public async Task ReadOnly_lets_pass_what_writes_nothing(string path)
    {
        var answer = await _browser.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    private static string Kind(HttpContext context)
    {
        try
        {
            context.Session.Set("visited", true);
            return "writable";
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("ReadOnly", StringComparison.Ordinal))
        {
            return "read-only";
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("configured", StringComparison.Ordinal))
        {
            return "none";
        }
    }
}
