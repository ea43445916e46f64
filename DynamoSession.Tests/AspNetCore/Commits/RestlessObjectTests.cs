using DynamoSession.AspNetCore.Testing;
using DynamoSession.Tests.AspNetCore.Lifecycle;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>An object whose encoding differs at every look makes one commit of one write at most.</summary>
[Category(TestEngine.Category)]
public sealed class RestlessObjectTests : LifecycleFixture
{
    [SetUp]
    public async Task StoreItAsync()
    {
        await RunAsync(session => session.Set("restless", new Restless { Items = { "a" } }));
        App.App.TakeCalls();
    }

    [TestCase("merge", 1)]
    [TestCase("optimistic", 1)]
    [TestCase("exclusive", 2)]
    [TestCase("optional", 1)]
    [TestCase("read-only", 0)]
    public async Task A_request_that_reads_it_writes_once_at_most(string policy, int writes)
    {
        var answer = await RunAsync(session => session.Get<Restless>("restless"), policy);

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, writes)), "Taking an exclusive lease is a write, too.");
    }

    [TestCase("merge", 1)]
    [TestCase("optimistic", 1)]
    [TestCase("exclusive", 2)]
    public async Task A_request_that_changes_it_writes_once(string policy, int writes)
    {
        var answer = await RunAsync(session => session.Get<Restless>("restless")!.Items.Add("b"), policy);

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, writes)));
        Assert.That(await ItemsAsync(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_request_without_a_response_body_writes_once()
    {
        var answer = await App.RequestAsync(context =>
        {
            context.GetDynamoSession().Get<Restless>("restless");
            return Task.FromResult<string?>(null);
        });

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, 1)));
    }

    [Test]
    public async Task After_an_explicit_commit_only_a_change_is_written()
    {
        await RunAsync(async session =>
        {
            session.Get<Restless>("restless");
            await session.CommitAsync();
        });
        var untouched = App.CountWrites();

        await RunAsync(async session =>
        {
            var restless = session.Get<Restless>("restless")!;
            await session.CommitAsync();
            restless.Items.Add("b");
        });

        Assert.That((untouched, App.CountWrites()), Is.EqualTo((1, 2)));
        Assert.That(await ItemsAsync(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task What_a_streaming_endpoint_changes_after_its_first_byte_is_not_lost()
    {
        await App.RequestAsync(async context =>
        {
            var restless = context.GetDynamoSession().Get<Restless>("restless")!;
            await context.Response.WriteAsync("started");
            restless.Items.Add("b");
            return null;
        });

        Assert.That(App.CountWrites(), Is.EqualTo(2));
        Assert.That(await ItemsAsync(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task An_update_of_it_is_one_write()
    {
        var answer = await RunAsync(session => session.UpdateAsync<Restless>("restless", restless =>
        {
            restless!.Items.Add("b");
            return restless;
        }));

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, 1)));
        Assert.That(await ItemsAsync(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_renewal_includes_it_in_its_two_writes()
    {
        var answer = await RunAsync(session =>
        {
            session.Get<Restless>("restless");
            session.RenewId();
        });

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, 2)));
        Assert.That(await ItemsAsync(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task A_session_that_starts_with_it_is_one_write()
    {
        using var other = App.App.NewBrowser();

        var answer = await RunAsync(
            session =>
            {
                session.Set("restless", new Restless());
                session.Get<Restless>("restless")!.Items.Add("b");
            },
            browser: other);

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((200, 1)));
    }

    [Test]
    public async Task Read_as_a_default_value_it_starts_no_session()
    {
        using var other = App.App.NewBrowser();
        var field = new DynamoSession.Core.SessionField<Restless>("other", () => new Restless());

        var answer = await RunAsync(session => session.Get(field), browser: other);

        Assert.That((answer.Status, App.CountWrites(), answer.SetCookies.Count), Is.EqualTo((200, 0, 0)));
    }

    [Test]
    public async Task Under_Microsofts_middleware_it_is_one_write()
    {
        var ended = new SemaphoreSlim(0);
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    await next(context);
                    ended.Release();
                });
                app.UseSession();
                app.MapPost("/store", (HttpContext context) => context.Session.Set(Field, new Restless()));
                app.MapPost("/read", (HttpContext context) => context.Session.Get(Field)!.Items.Count);
            },
            services: builder => builder.Services.AddSession().AddDataProtection().UseEphemeralDataProtectionProvider());
        using var browser = app.NewBrowser();
        await browser.PostAsync("/store");
        await ended.WaitAsync();
        app.TakeCalls();

        var answer = await browser.PostAsync("/read");
        await ended.WaitAsync();

        Assert.That((answer.Status, app.TakeCalls().Count(call => !call.IsRead)), Is.EqualTo((200, 1)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_unit_test_sees_one_commit(bool changes)
    {
        var session = new FakeSession().With("restless", new Restless { Items = { "a" } });

        var restless = session.Get<Restless>("restless")!;
        if (changes)
        {
            restless.Items.Add("b");
        }

        await session.CommitAsync();
        var next = await session.NextRequestAsync();

        Assert.That(session.Commits, Has.Count.EqualTo(1));
        Assert.That(next.Get<Restless>("restless")!.Items, Is.EqualTo(changes ? new[] { "a", "b" } : ["a"]));
    }

    private static DynamoSession.Core.SessionField<Restless> Field { get; } = new("restless");

    private async Task<IEnumerable<string>> ItemsAsync() => (await FieldsAsync())["restless"].M["Items"].L.Select(item => item.S);
}
