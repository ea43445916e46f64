using System.Numerics;
using DynamoSession.AspNetCore.Testing;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>What a test is told of the changes.</summary>
public sealed class FieldChangesTests
{
    [Test]
    public void Every_kind_of_change_has_its_place()
    {
        var session = new FakeSession().With("theme", "dark").With("coupon", "SPRING").With("visits", 3).With("seen", new[] { "a" });

        session.Set("theme", "light");
        session.Remove("coupon");
        session.Increment("visits");
        session.Increment("visits", 4);
        session.Append("seen", "b");
        session.Append("seen", "c");

        var changes = session.Changes;
        Assert.That(changes.Set, Is.EqualTo(new Dictionary<string, object?> { ["theme"] = "light" }));
        Assert.That(changes.Removed, Is.EqualTo(new[] { "coupon" }));
        Assert.That(changes.Incremented, Is.EqualTo(new Dictionary<string, decimal> { ["visits"] = 5 }));
        Assert.That(changes.Appended["seen"], Is.EqualTo(new[] { "b", "c" }));
        Assert.That(changes.Cleared, Is.False);
        Assert.That(changes.IsEmpty, Is.False);
    }

    [Test]
    public void A_clear_is_one_change()
    {
        var session = new FakeSession().With("theme", "dark").With("visits", 3);

        session.Clear();
        session.Set("message", "all gone");

        Assert.That(session.Changes.Cleared, Is.True);
        Assert.That(session.Changes.Removed, Is.Empty);
        Assert.That(session.Changes.Set.Keys, Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public void An_object_that_was_mutated_was_set()
    {
        var session = new FakeSession().With("cart", new Cart { Items = ["book"] });

        session.Get<Cart>("cart")!.Items.Add("pen");

        var cart = (IReadOnlyDictionary<string, object?>)session.Changes.Set["cart"]!;
        Assert.That(cart["Items"], Is.EqualTo(new[] { "book", "pen" }));
    }

    [Test]
    public void Restoring_the_original_value_is_not_a_change()
    {
        var session = new FakeSession().With("theme", "dark");

        session.Set("theme", "light");
        session.Set("theme", "dark");

        Assert.That(session.Changes.IsEmpty, Is.True);
    }

    [Test]
    public async Task Committed_changes_are_among_them_and_by_commit()
    {
        var session = new FakeSession().With("visits", 3);

        session.Increment("visits");
        await session.CommitAsync();
        session.Increment("visits");
        session.Set("theme", "dark");
        await session.CommitAsync();
        session.Remove("theme");

        Assert.That(session.Changes.Incremented["visits"], Is.EqualTo(2));
        Assert.That(session.Changes.Removed, Is.EqualTo(new[] { "theme" }));
        Assert.That(session.Commits.Select(commit => commit.ToString()), Is.EqualTo(new[] { "visits: incremented by 1", "theme: set to \"dark\"; visits: incremented by 1" }));
    }

    [Test]
    public async Task An_update_is_among_them()
    {
        var session = new FakeSession().With("stock", 3);

        await session.UpdateAsync<int>("stock", stock => stock - 1);

        Assert.That(session.Changes.Set["stock"], Is.EqualTo(2));
        Assert.That(session.Commits, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_renewal_is_a_commit_of_what_was_changed()
    {
        var session = new FakeSession().With("theme", "dark");

        session.Set("role", "admin");
        session.RenewId();
        await session.CommitAsync();

        Assert.That(session.WasRenewed, Is.True);
        Assert.That(session.Changes.Set.Keys, Is.EqualTo(new[] { "role" }));
        Assert.That(session.Commits.Single().Set.Keys, Is.EqualTo(new[] { "role" }));
    }

    [Test]
    public void After_a_sign_out_they_are_those_of_the_session_that_starts_then()
    {
        var session = new FakeSession().With("theme", "dark");

        session.Set("theme", "light");
        session.Destroy();
        session.Set("message", "signed out");

        Assert.That(session.WasDestroyed, Is.True);
        Assert.That(session.Changes.Set, Is.EqualTo(new Dictionary<string, object?> { ["message"] = "signed out" }));
    }

    [Test]
    public void Values_are_plain()
    {
        var session = new FakeSession();

        session.Set("text", "x");
        session.Set("int", 1);
        session.Set("long", 3_000_000_000);
        session.Set("decimal", 1.50m);
        session.Set("huge", BigInteger.Pow(10, 37) + 1);
        session.Set("flag", true);
        session.Set<string?>("nothing", null);
        session.Set("bytes", new byte[] { 0, 1, 2, 255 });
        session.Set("list", new object[] { 1, "b", false });
        session.Set("object", new { Inner = new { Count = 2 } });

        var set = session.Changes.Set;
        Assert.That(set["text"], Is.EqualTo("x"));
        Assert.That(set["int"], Is.EqualTo(1).And.TypeOf<int>());
        Assert.That(set["long"], Is.EqualTo(3_000_000_000).And.TypeOf<long>());
        Assert.That(set["decimal"], Is.EqualTo(1.5m).And.TypeOf<decimal>());
        Assert.That(set["huge"], Is.EqualTo("10000000000000000000000000000000000001"));
        Assert.That(set["flag"], Is.EqualTo(true));
        Assert.That(set["nothing"], Is.Null);
        Assert.That(set["bytes"], Is.EqualTo(new byte[] { 0, 1, 2, 255 }));
        Assert.That(set["list"], Is.EqualTo(new object[] { 1, "b", false }));
        Assert.That(((IReadOnlyDictionary<string, object?>)set["object"]!)["Inner"], Is.EqualTo(new Dictionary<string, object?> { ["Count"] = 2 }));
    }

    [Test]
    public void As_text_they_show_every_field()
    {
        var session = new FakeSession().With("a", "x").With("b", 1);

        session.Clear();
        session.Set("text", "say \"ü\"");
        session.Set("bytes", new byte[] { 0, 1, 2, 3 });
        session.Set("cart", new Cart { Items = ["book"] });

        Assert.That(session.Changes.ToString(), Is.EqualTo("""cleared; bytes: set to bytes 00010203; cart: set to {"Items":["book"]}; text: set to "say \"ü\"" """.TrimEnd()));
        Assert.That(new FakeSession().Changes.ToString(), Is.EqualTo("no changes"));
    }
}
