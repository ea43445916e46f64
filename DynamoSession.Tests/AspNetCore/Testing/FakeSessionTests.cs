using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>What a unit test gives the code under test, and what that code sees.</summary>
public sealed class FakeSessionTests
{
    private static readonly SessionField<Cart> CartField = new("cart");

    [Test]
    public void Without_fields_it_is_new()
    {
        var session = new FakeSession();

        Assert.That(session.IsNew, Is.True);
        Assert.That(session.IsAvailable, Is.True);
        Assert.That(session.Keys, Is.Empty);
        Assert.That(session.Id, Is.Not.Empty);
    }

    [Test]
    public void With_fields_it_is_stored()
    {
        var session = new FakeSession().With("theme", "dark").With(CartField, new Cart { Items = ["book"] }).SignedInAs("42");

        Assert.That(session.IsNew, Is.False);
        Assert.That(session.Get<string>("theme"), Is.EqualTo("dark"));
        Assert.That(session.Get(CartField)!.Items, Is.EqualTo(new[] { "book" }));
        Assert.That(session.UserId, Is.EqualTo("42"));
    }

    [Test]
    public void What_was_arranged_is_not_a_change()
    {
        var session = new FakeSession().With("theme", "dark").SignedInAs("42");

        Assert.That(session.Changes.IsEmpty, Is.True);
        Assert.That(session.Commits, Is.Empty);
        session.ShouldBeUnchanged();
    }

    [Test]
    public void It_works_with_Microsofts_extension_methods()
    {
        var session = new FakeSession().With("theme", "dark").With("visits", 3);

        session.SetString("name", "Ada");
        session.SetInt32("age", 36);

        Assert.That(session.GetString("theme"), Is.EqualTo("dark"));
        Assert.That(session.GetInt32("visits"), Is.EqualTo(3));
        Assert.That(session.GetInt32("age"), Is.EqualTo(36));
        Assert.That(session.Changes.Set["name"], Is.EqualTo("Ada"));
    }

    [Test]
    public void It_is_the_session_of_a_context_that_it_is_given_to()
    {
        var session = new FakeSession();
        var context = new DefaultHttpContext { Session = session };

        context.GetDynamoSession().Set("theme", "dark");

        Assert.That(session.Changes.Set, Is.EqualTo(new Dictionary<string, object?> { ["theme"] = "dark" }));
    }

    [Test]
    public void It_prepares_a_context_of_its_own()
    {
        var session = new FakeSession().With("theme", "dark");

        var context = session.CreateHttpContext();

        Assert.That(context.Session, Is.SameAs(session));
        Assert.That(session.CreateHttpContext(), Is.SameAs(context));
        Assert.That(context.RequestServices.GetService(typeof(IOptions<DynamoSessionOptions>)), Is.Not.Null);
    }

    [Test]
    public void A_context_can_have_the_tests_own_services()
    {
        var services = Moq.Mock.Of<IServiceProvider>();

        var context = new FakeSession().CreateHttpContext(services);

        Assert.That(context.RequestServices, Is.SameAs(services));
    }

    [Test]
    public async Task Nothing_is_stored_before_a_result_writes_its_first_byte_and_all_is_after_it()
    {
        var session = new FakeSession();
        var context = session.CreateHttpContext();
        session.Set("theme", "dark");
        var before = session.Commits.Count;

        await Results.Text("hello").ExecuteAsync(context);

        Assert.That(before, Is.Zero);
        Assert.That(session.Commits.Single().Set.Keys, Is.EqualTo(new[] { "theme" }));
        Assert.That(session.RenewId, Throws.InvalidOperationException.With.Message.Contains("after the response has started"));
    }

    [Test]
    public void It_cannot_be_arranged_once_it_was_used()
    {
        var session = new FakeSession();
        session.Set("theme", "dark");

        Assert.That(() => session.With("visits", 1), Throws.InvalidOperationException.With.Message.Contains("already been used"));
        Assert.That(() => session.SignedInAs("42"), Throws.InvalidOperationException);
        Assert.That(() => session.WithPolicy(SessionAccess.ReadOnly), Throws.InvalidOperationException);
    }

    [Test]
    public void Its_policy_is_that_of_the_endpoint()
    {
        var session = new FakeSession().With("theme", "dark").WithPolicy(SessionAccess.ReadOnly);

        Assert.That(session.Get<string>("theme"), Is.EqualTo("dark"));
        Assert.That(() => session.Set("theme", "light"), Throws.InvalidOperationException.With.Message.Contains("ReadOnly"));
    }

    [Test]
    public void An_endpoint_without_a_session_has_none()
    {
        var session = new FakeSession().WithPolicy(SessionAccess.None);

        Assert.That(() => session.Keys, Throws.InvalidOperationException.With.Message.Contains("SessionAccess.None"));
    }

    [Test]
    public void Its_options_are_those_of_the_application()
    {
        var session = new FakeSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromHours(1);
            options.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase;
        });

        session.Set("cart", new Cart { Items = ["book"] });

        Assert.That(session.IdleTimeout, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(((IReadOnlyDictionary<string, object?>)session.Changes.Set["cart"]!).Keys, Is.EqualTo(new[] { "items" }));
    }

    [Test]
    public void Wrong_options_are_refused_as_at_an_applications_start() =>
        Assert.That(() => new FakeSession(options => options.IdleTimeout = TimeSpan.Zero), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("IdleTimeout"));

    [Test]
    public void What_DynamoDB_cannot_hold_is_refused() =>
        Assert.That(() => new FakeSession().Set("ratio", double.NaN), Throws.ArgumentException.With.Message.Contains("ratio"));

    [Test]
    public async Task A_session_that_is_too_large_is_refused_at_the_commit()
    {
        var session = new FakeSession(options => options.MaxSessionBytes = 1_024);
        session.Set("notes", new string('x', 2_000));

        await Assert.ThatAsync(() => session.CommitAsync(), Throws.TypeOf<SessionTooLargeException>());
    }

    [Test]
    public async Task Time_is_that_of_the_given_clock()
    {
        var clock = new ManualTimeProvider();
        var session = new FakeSession(options => options.IdleTimeout = TimeSpan.FromMinutes(20), clock).With("theme", "dark");
        var created = session.CreatedAt;

        clock.Advance(TimeSpan.FromMinutes(19));
        var soon = await session.NextRequestAsync();
        var seenSoon = soon.Get<string>("theme");
        clock.Advance(TimeSpan.FromMinutes(41));
        var late = await soon.NextRequestAsync();

        Assert.That(created, Is.EqualTo(clock.GetUtcNow().AddMinutes(-60)));
        Assert.That(seenSoon, Is.EqualTo("dark"));
        Assert.That(late.IsNew, Is.True);
    }

    [Test]
    public async Task The_next_request_finds_what_this_one_has_left()
    {
        var session = new FakeSession();
        session.Set("theme", "dark");
        session.UserId = "42";

        var next = await session.NextRequestAsync();

        Assert.That(next.IsNew, Is.False);
        Assert.That(next.Get<string>("theme"), Is.EqualTo("dark"));
        Assert.That(next.UserId, Is.EqualTo("42"));
        Assert.That(next.Id, Is.EqualTo(session.Id));
        next.ShouldBeUnchanged();
    }

    [Test]
    public async Task A_next_request_that_was_not_used_still_has_a_next_one()
    {
        var session = new FakeSession().With("theme", "dark");

        var next = await (await session.NextRequestAsync()).NextRequestAsync();

        Assert.That(next.Get<string>("theme"), Is.EqualTo("dark"));
    }

    [Test]
    public async Task A_renewed_session_goes_on_under_its_new_id()
    {
        var session = new FakeSession().With("theme", "dark");
        var before = session.Id;
        session.RenewId();

        var next = await session.NextRequestAsync();

        Assert.That(next.Id, Is.Not.EqualTo(before));
        Assert.That(next.Get<string>("theme"), Is.EqualTo("dark"));
        Assert.That(next.WasRenewed, Is.False);
    }

    [Test]
    public async Task After_a_sign_out_the_next_request_has_a_new_session()
    {
        var session = new FakeSession().With("theme", "dark");
        session.Destroy();
        session.Set("message", "signed out");

        var next = await session.NextRequestAsync();

        Assert.That(next.Keys, Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public async Task What_another_browser_sees_is_what_was_committed()
    {
        var session = new FakeSession().With("visits", 1);
        var beside = await session.NextRequestAsync();
        var again = await session.NextRequestAsync();

        beside.Increment("visits");
        again.Increment("visits");
        await beside.CommitAsync();
        await again.CommitAsync();
        var last = await session.NextRequestAsync();

        Assert.That(last.Get<int>("visits"), Is.EqualTo(3));
    }

    [Test]
    public async Task An_exclusive_session_is_one_requests_at_a_time()
    {
        var before = new FakeSession().With("visits", 3).WithPolicy(concurrency: SessionConcurrency.Exclusive);
        var first = await before.NextRequestAsync();
        var second = await before.NextRequestAsync();
        first.Increment("visits");

        Assert.That(() => second.Get<int>("visits"), Throws.InvalidOperationException.With.Message.Contains("exclusive lease").And.Message.Contains("NextRequestAsync"));
        await first.NextRequestAsync();

        Assert.That(second.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task An_exclusive_request_that_outlasts_its_lease_by_the_tests_clock_is_overtaken()
    {
        var clock = new ManualTimeProvider();
        var before = new FakeSession(timeProvider: clock).With("visits", 3).WithPolicy(concurrency: SessionConcurrency.Exclusive);
        var first = await before.NextRequestAsync();
        var second = await before.NextRequestAsync();
        first.Increment("visits");

        clock.Advance(TimeSpan.FromSeconds(30));
        second.Increment("visits");
        await second.CommitAsync();

        Assert.That(() => first.CommitAsync(), Throws.TypeOf<SessionConflictException>());
    }

    [Test]
    public async Task Cookies_of_others_may_be_malformed()
    {
        var session = new FakeSession().With("theme", "dark");
        session.CreateHttpContext().Response.Headers.Append("Set-Cookie", "motto=two words; path=/");

        var next = await session.NextRequestAsync();

        Assert.That(next.Get<string>("theme"), Is.EqualTo("dark"));
    }

    [Test]
    public void A_given_field_is_as_it_was_when_it_was_given()
    {
        var cart = new Cart { Items = ["book"] };
        var session = new FakeSession().With("cart", cart);

        cart.Items.Add("pen");

        Assert.That(session.Get<Cart>("cart")!.Items, Is.EqualTo(new[] { "book" }));
    }

    [Test]
    public void What_DynamoDB_cannot_hold_cannot_be_given_either() =>
        Assert.That(() => new FakeSession().With("ratio", double.NaN), Throws.ArgumentException.With.Message.Contains("ratio"));

    [Test]
    public void A_session_expires_also_before_its_first_use()
    {
        var clock = new ManualTimeProvider();
        var session = new FakeSession(timeProvider: clock).With("theme", "dark");

        clock.Advance(TimeSpan.FromMinutes(21));

        Assert.That(session.IsNew, Is.True);
    }

    [Test]
    public async Task It_does_not_depend_on_the_thread_that_used_it_first()
    {
        var session = new FakeSession().With("visits", 3);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new EndedContext());
        try
        {
            session.Increment("visits");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        var next = await session.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task What_was_written_can_be_read_after_the_request()
    {
        var session = new FakeSession();
        var context = session.CreateHttpContext();
        await context.Response.WriteAsync("hello");

        await session.NextRequestAsync();
        context.Response.Body.Position = 0;

        Assert.That(await new StreamReader(context.Response.Body).ReadToEndAsync(), Is.EqualTo("hello"));
    }

    /// <summary>As that of a set-up on a thread of its own, once the set-up is over.</summary>
    private sealed class EndedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    [Test]
    public async Task A_request_that_throws_changes_nothing()
    {
        var session = new FakeSession().With("visits", 3);
        session.Increment("visits");
        await session.CommitAsync();
        session.Increment("visits");
        session.Destroy();

        var next = await session.NextRequestAsync(new NotSupportedException());

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_request_that_lets_a_failed_commit_out_ends_as_the_middleware_ends_it()
    {
        var session = new FakeSession().With("visits", 3);
        session.Increment("visits");
        session.Faults.EndSessionAtNextCommit();
        var thrown = Assert.CatchAsync<SessionGoneException>(() => session.CommitAsync());

        var next = await session.NextRequestAsync(thrown);

        Assert.That(session.CreateHttpContext().Response.StatusCode, Is.EqualTo(409));
        Assert.That(next.IsNew, Is.True);
    }
}
