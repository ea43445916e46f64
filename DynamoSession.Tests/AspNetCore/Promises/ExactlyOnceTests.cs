using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>Lost responses: what was applied counts once, whatever retries it.</summary>
[Category(TestEngine.Category)]
public sealed class ExactlyOnceTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private bool _losesAnswers;

    [SetUp]
    public async Task StartAsync()
    {
        _losesAnswers = false;
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/increment", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/destroy", (HttpContext context) => context.GetDynamoSession().Destroy());
                app.MapPost("/commit", (HttpContext context) => CommitInVainAsync(context, () => { }));
                app.MapPost("/commit-and-go-on", (HttpContext context) => CommitInVainAsync(context, () =>
                {
                    context.Session.Increment("count", 10);
                    context.Session.Set("after", "yes");
                }));
                app.MapPost("/commit-and-destroy", (HttpContext context) => CommitInVainAsync(context, () => context.GetDynamoSession().Destroy()));
            },
            options => options.IOTimeout = TimeSpan.FromMinutes(1));
        _browser = _app.NewBrowser();
        _app.Wire.After = (operation, _) =>
            operation == "UpdateItem" && _losesAnswers ? throw new IOException("The answer got lost.") : Task.CompletedTask;
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task An_increment_whose_response_was_lost_is_applied_once()
    {
        await _browser.PostAsync("/increment");
        LoseTheNextAnswer();
        _app.TakeCalls();

        var answer = await _browser.PostAsync("/increment");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(_app.TakeCalls().Count(call => call.Operation == "UpdateItem"), Is.EqualTo(2));
        Assert.That(await CountAsync(), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_creation_whose_response_was_lost_makes_one_session()
    {
        LoseTheNextAnswer();

        var answer = await _browser.PostAsync("/increment");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
        });
        Assert.That(await _app.CountItemsAsync(), Is.EqualTo(1));
        Assert.That(await CountAsync(), Is.EqualTo("1"));
    }

    [Test]
    public async Task A_commit_whose_responses_were_all_lost_is_an_error_although_it_was_applied()
    {
        await _browser.PostAsync("/increment");
        _losesAnswers = true;

        var answer = await _browser.PostAsync("/increment");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.SetCookies, Is.Empty);
        });
        Assert.That(await CountAsync(), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_sign_out_whose_response_was_lost_is_a_sign_out()
    {
        await _browser.PostAsync("/increment");
        var secret = _browser.SessionCookie;
        LoseTheNextAnswer();

        var answer = await _browser.PostAsync("/destroy");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(_browser.SessionCookie, Is.Null);
        });
        Assert.That(await _app.ItemAsync(secret), Does.ContainKey("dead"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_explicit_commit_whose_response_was_lost_counts_once_when_the_gate_repeats_it(bool isNewSession)
    {
        if (!isNewSession)
        {
            await _browser.PostAsync("/increment");
        }

        var answer = await _browser.PostAsync("/commit");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await _app.CountItemsAsync(), Is.EqualTo(1));
        Assert.That(await CountAsync(), Is.EqualTo(isNewSession ? "1" : "2"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Changes_after_a_commit_whose_response_was_lost_are_added_to_it(bool isNewSession)
    {
        if (!isNewSession)
        {
            await _browser.PostAsync("/increment");
        }

        var answer = await _browser.PostAsync("/commit-and-go-on");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await CountAsync(), Is.EqualTo(isNewSession ? "11" : "12"));
        Assert.That(await _app.FieldsAsync(_browser.SessionCookie), Does.ContainKey("after"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_session_whose_commit_response_was_lost_and_that_was_then_destroyed_is_dead(bool isNewSession)
    {
        if (!isNewSession)
        {
            await _browser.PostAsync("/increment");
        }

        var answer = await _browser.PostAsync("/commit-and-destroy");

        var items = await (await TestEngine.ClientAsync()).ScanAsync(_app.TableName, ["id", "dead", "sess"]);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(_browser.SessionCookie, Is.Null);
            Assert.That(items.Items.Single(), Does.ContainKey("dead").And.Not.ContainKey("sess"));
        });
    }

    private async Task CommitInVainAsync(HttpContext context, Action then)
    {
        context.Session.Increment("count");
        _losesAnswers = true;
        try
        {
            await context.Session.CommitAsync();
            Assert.Fail("The commit claims to be acknowledged.");
        }
        catch (SessionStoreException)
        {
            _losesAnswers = false;
            then();
        }
    }

    private void LoseTheNextAnswer()
    {
        var isLost = 0;
        _app.Wire.After = (operation, _) => operation == "UpdateItem" && Interlocked.Exchange(ref isLost, 1) == 0
            ? throw new IOException("The answer got lost.")
            : Task.CompletedTask;
    }

    private async Task<string> CountAsync() => (await _app.FieldsAsync(_browser.SessionCookie))["count"].N;
}
