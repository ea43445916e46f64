using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A renewal together with whatever else a request may do.</summary>
[Category(TestEngine.Category)]
public sealed class RenewalCombinationTests : LifecycleFixture
{
    [Test]
    public async Task On_a_new_session_it_is_nothing_more_than_the_new_session()
    {
        var answer = await RunAsync(session =>
        {
            session.RenewId();
            session.Set("customer", "Ada");
        });

        Assert.That((answer.Status, answer.SetCookies.Count, App.CountWrites()), Is.EqualTo((200, 1, 1)));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
    }

    [Test]
    public async Task On_a_new_session_that_stays_empty_it_stores_nothing()
    {
        var answer = await RunAsync(session => session.RenewId());

        Assert.That((answer.Status, answer.SetCookies.Count, App.CountWrites()), Is.EqualTo((200, 0, 0)));
    }

    [Test]
    public async Task Twice_is_once()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        App.App.TakeCalls();

        await RunAsync(session =>
        {
            session.RenewId();
            session.RenewId();
        });

        Assert.That(App.CountWrites(), Is.EqualTo(2));
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task Followed_by_Destroy_it_is_Destroy()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie;

        var answer = await RunAsync(session =>
        {
            session.RenewId();
            session.Destroy();
        });

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(Browser.SessionCookie, Is.Null);
        Assert.That((await ItemAsync(old))["dead"].S, Is.EqualTo("out"));
        Assert.That(await CountLiveItemsAsync(), Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task With_Destroy_what_is_set_afterwards_starts_a_new_session(bool destroysFirst)
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie;

        var answer = await RunAsync(session =>
        {
            Action[] steps = [session.Destroy, session.RenewId];
            steps[destroysFirst ? 0 : 1]();
            steps[destroysFirst ? 1 : 0]();
            session.Set("flash", "bye");
        });

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That((await ItemAsync(old))["dead"].S, Is.EqualTo("out"));
        Assert.That((await FieldsAsync()).Keys, Is.EqualTo(new[] { "flash" }));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task After_the_response_has_started_it_is_an_error()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie;

        var answer = await App.RequestAsync(async context =>
        {
            await context.Response.WriteAsync("started ");
            var error = Assert.Throws<InvalidOperationException>(() => context.GetDynamoSession().RenewId());
            await context.Response.WriteAsync(error!.Message);
            return null;
        });

        Assert.That(answer.Text, Does.Contain("started").And.Contain("cookie can no longer be sent"));
        Assert.That(Browser.SessionCookie, Is.EqualTo(old));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_a_streaming_endpoint_sets_after_its_first_byte_goes_to_the_renewed_session(bool isNew)
    {
        if (!isNew)
        {
            await RunAsync(session => session.Set("cart", "3 items"));
        }

        await App.RequestAsync(async context =>
        {
            var session = context.GetDynamoSession();
            session.RenewId();
            session.Set("customer", "Ada");
            await context.Response.WriteAsync("started");
            session.Set("late", "yes");
            return null;
        });

        Assert.That(await ReadAsync("late"), Is.EqualTo("yes"));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_explicit_commit_renews_at_once_and_later_changes_follow()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie!;
        App.App.TakeCalls();

        var answer = await RunAsync(async session =>
        {
            var before = session.Id;
            session.RenewId();
            await session.CommitAsync();
            Assert.That(session.Id, Is.Not.EqualTo(before));
            Assert.That((await ItemAsync(old))["dead"].S, Is.EqualTo("renewed"));
            session.Set("customer", "Ada");
        });

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, 3)));
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
    }

    [Test]
    public async Task The_endpoint_sees_its_fields_and_its_user_before_and_after()
    {
        await RunAsync(session => session.Set("cart", "3 items"));

        var answer = await App.RequestAsync(async context =>
        {
            var session = context.GetDynamoSession();
            session.UserId = "ada";
            session.RenewId();
            await session.CommitAsync();
            return $"{session.Get<string>("cart")} {session.UserId} {session.IsNew}";
        });

        Assert.That(answer.Text, Is.EqualTo("3 items ada False"));
    }

    [Test]
    public async Task An_optimistic_request_renews_when_no_other_request_has_committed()
    {
        await RunAsync(session => session.Set("cart", "3 items"));

        await RunAsync(session => session.RenewId(), "optimistic");

        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_was_committed_reaches_the_browser_though_the_rest_of_the_request_fails(bool isNew)
    {
        if (!isNew)
        {
            await RunAsync(session => session.Set("cart", "3 items"));
        }

        var answer = await RunAsync(async session =>
        {
            session.RenewId();
            session.Set("customer", "Ada");
            await session.CommitAsync();
            session.Set("large", new string('x', 100_000));
        });

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((500, 1)));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
        Assert.That(await ReadAsync("large"), Is.Empty);
    }

    [Test]
    public async Task Without_consent_to_the_new_cookie_the_session_ends()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie;

        var answer = await App.RequestAsync(context =>
        {
            context.Features.Set(Moq.Mock.Of<ITrackingConsentFeature>(feature => !feature.CanTrack));
            context.GetDynamoSession().RenewId();
            return Task.FromResult<string?>("done");
        });

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await ItemAsync(old), Does.ContainKey("dead"));
        Assert.That(await CountLiveItemsAsync(), Is.Zero, "Nothing is stored that its cookie would not lead to.");
    }

    [Test]
    public async Task A_persistent_cookie_is_sent_again_for_as_long()
    {
        await using var app = await Support.Http.ScriptedApp.StartAsync(options => options.Cookie.MaxAge = TimeSpan.FromDays(7), Clock);
        await app.RunAsync(session => session.Set("cart", "3 items"));

        var answer = await app.RunAsync(session => session.RenewId());

        Assert.That(answer.SetCookies.Single(), Does.Contain("max-age=604800"));
    }
}
