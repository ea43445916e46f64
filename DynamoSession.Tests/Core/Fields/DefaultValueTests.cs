using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>What a field gives while it is absent: for each request an object of its own, which is stored once it is changed.</summary>
public sealed class DefaultValueTests
{
    private static readonly JsonSerializerOptions WebOptions = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    private static readonly string[] OnlyCart = ["cart"];

    [Test]
    public void No_two_reads_share_an_object()
    {
        var original = new Cart { Lines = { "mug" } };
        var copied = new SessionField<Cart>("cart", original);
        var created = new SessionField<Cart>("cart", () => new Cart { Lines = { "mug" } });

        copied.CreateDefault().Lines.Add("lamp");
        created.CreateDefault().Lines.Add("lamp");
        original.Lines.Add("desk");

        Assert.Multiple(() =>
        {
            Assert.That(copied.CreateDefault().Lines, Is.EqualTo(new[] { "mug" }));
            Assert.That(created.CreateDefault().Lines, Is.EqualTo(new[] { "mug" }));
        });
    }

    [Test]
    public void No_two_reads_share_an_empty_collection()
    {
        var lines = new SessionField<List<Cart>>("lines", []);
        var counts = new SessionField<Dictionary<string, int>>("counts", []);

        lines.CreateDefault().Add(new Cart());
        counts.CreateDefault().Add("mug", 1);

        Assert.Multiple(() =>
        {
            Assert.That(lines.CreateDefault(), Is.Empty);
            Assert.That(counts.CreateDefault(), Is.Empty);
        });
    }

    [Test]
    public void What_cannot_be_changed_is_given_as_it_is()
    {
        var text = new string('x', 3);
        var address = new Uri("https://example.org");

        Assert.Multiple(() =>
        {
            Assert.That(new SessionField<string>("text", text).CreateDefault(), Is.SameAs(text));
            Assert.That(new SessionField<Uri>("address", address).CreateDefault(), Is.SameAs(address));
            Assert.That(new SessionField<int>("number", 7).CreateDefault(), Is.EqualTo(7));
            Assert.That(new SessionField<DateTimeOffset?>("never").CreateDefault(), Is.Null);
            Assert.That(new SessionField<Cart?>("cart").CreateDefault(), Is.Null);
            Assert.That(new SessionField<ImmutableArray<string>>("none").CreateDefault().IsDefault);
        });
    }

    [Test]
    public void Copies_are_equal()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new SessionField<IReadOnlyList<string>>("list", ["a"]).CreateDefault(), Is.EqualTo(new[] { "a" }));
            Assert.That(new SessionField<byte[]>("bytes", [1, 2]).CreateDefault(), Is.EqualTo(new byte[] { 1, 2 }));
            Assert.That(new SessionField<Dictionary<string, double>>("rates", new Dictionary<string, double> { ["eur"] = 1.5 }).CreateDefault()["eur"], Is.EqualTo(1.5));
            Assert.That(
                new SessionField<Cart>("cart", new Cart { Lines = { "mug" } }, (JsonTypeInfo<Cart>)WebOptions.GetTypeInfo(typeof(Cart))).CreateDefault().Lines,
                Is.EqualTo(new[] { "mug" }));
        });
    }

    private static IEnumerable<TestCaseData> NotCopied()
    {
        yield return Case(() => new SessionField<object>("odd", 7), "Object");
        yield return Case(() => new SessionField<Animal>("odd", new Dog { Name = "Rex" }), "Animal");
        yield return Case(() => new SessionField<IAnimal>("odd", new Dog { Name = "Rex" }), "IAnimal");
        yield return Case(() => new SessionField<Stream>("odd", new MemoryStream()), "Stream");
        yield return Case(() => new SessionField<List<double>>("odd", [double.NaN]), "List<Double>");
        yield return Case(() => new SessionField<Forgetful>("odd", new Forgetful("secret")), "Forgetful");
        yield return Case(() => new SessionField<Circle>("odd", Circle.Create()), "Circle");

        static TestCaseData Case(Func<object> create, string type) => new TestCaseData(create, type).SetArgDisplayNames(type);
    }

    [TestCaseSource(nameof(NotCopied))]
    public void A_value_that_cannot_be_copied_is_refused(Func<object> create, string type)
    {
        var refusal = Assert.Throws<ArgumentException>(() => _ = create())!;

        Assert.Multiple(() =>
        {
            Assert.That(refusal.ParamName, Is.EqualTo("defaultValue"));
            Assert.That(refusal.Message, Does.Contain("'odd'").And.Contain($"new SessionField<{type}>(\"odd\", () =>"));
        });
    }

    [Test]
    public void The_type_info_of_another_type_is_refused()
    {
        var info = WebOptions.GetTypeInfo(typeof(Animal));

        Assert.Multiple(() =>
        {
            Assert.That(() => new SessionField<Cart?>("odd", typeInfo: info), Throws.ArgumentException.With.Message.Contains("'odd' is that of Animal; it must be that of Cart"));
            Assert.That(() => new SessionField<Cart>("odd", () => new Cart(), info), Throws.ArgumentException.With.Message.Contains("'odd' is that of Animal"));
        });
    }

    [Test]
    public void Reading_a_default_value_is_not_a_change()
    {
        var fields = Loaded.With();

        var cart = Read(fields);

        Assert.Multiple(() =>
        {
            Assert.That(cart.Lines, Is.Empty);
            Assert.That(fields.Changes(), Is.Empty);
            Assert.That(fields.TryGet<Cart>("cart", out _), Is.False);
            Assert.That(fields.Contains("cart"), Is.False);
            Assert.That(fields.Names, Is.Empty);
            Assert.That(Read(fields), Is.SameAs(cart));
        });
    }

    [Test]
    public void Mutating_it_sets_the_field()
    {
        var fields = Loaded.With();

        Read(fields).Lines.Add("mug");

        Assert.Multiple(() =>
        {
            Assert.That(fields.Contains("cart"));
            Assert.That(fields.Names, Is.EqualTo(OnlyCart));
            Assert.That(fields.TryGet<Cart>("cart", out var cart) ? cart.Lines : null, Is.EqualTo(new[] { "mug" }));
            Assert.That(fields.Get<JsonElement>("cart").GetRawText(), Is.EqualTo("""{"Lines":["mug"]}"""));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """cart: Set {"M":{"Lines":{"L":[{"S":"mug"}]}}}""" }));
        });
    }

    [Test]
    public void A_mutation_that_is_undone_leaves_the_field_absent()
    {
        var fields = Loaded.With();
        var cart = Read(fields);

        cart.Lines.Add("mug");
        var mutated = fields.Changes();
        cart.Lines.Clear();

        Assert.Multiple(() =>
        {
            Assert.That(mutated, Has.One.Items);
            Assert.That(fields.Changes(), Is.Empty);
            Assert.That(fields.Contains("cart"), Is.False);
        });
    }

    [Test]
    public void A_mutation_that_is_undone_after_a_removal_leaves_it_removed()
    {
        var fields = Loaded.With(("cart", Loaded.Value(new Cart { Lines = { "lamp" } })));
        fields.Remove("cart");
        var cart = Read(fields);

        cart.Lines.Add("mug");
        var mutated = fields.Changes();
        cart.Lines.Clear();

        Assert.Multiple(() =>
        {
            Assert.That(mutated, Is.EqualTo(new[] { """cart: Set {"M":{"Lines":{"L":[{"S":"mug"}]}}}""" }));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { "cart: Remove" }));
        });
    }

    [Test]
    public void Once_it_is_stored_the_default_value_is_a_value_like_any_other()
    {
        var fields = Loaded.With();
        var cart = Read(fields);
        cart.Lines.Add("mug");
        fields.AcceptAll();

        cart.Lines.Clear();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """cart: Set {"M":{"Lines":{"L":[]}}}""" }));
    }

    [Test]
    public void Setting_the_default_value_itself_stores_it()
    {
        var fields = Loaded.With();
        var cart = Read(fields);

        fields.Set("cart", cart);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """cart: Set {"M":{"Lines":{"L":[]}}}""" }));
    }

    [Test]
    public void A_default_value_that_was_replaced_or_removed_is_not_watched()
    {
        var fields = Loaded.With();
        var replaced = Read(fields);
        fields.Set("cart", new Cart { Lines = { "mug" } });
        replaced.Lines.Add("lamp");
        var afterReplacing = fields.Changes();
        fields.Remove("cart");
        var removed = Read(fields);
        fields.Remove("cart");
        removed.Lines.Add("lamp");

        Assert.Multiple(() =>
        {
            Assert.That(afterReplacing, Is.EqualTo(new[] { """cart: Set {"M":{"Lines":{"L":[{"S":"mug"}]}}}""" }));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void An_item_is_appended_to_what_a_mutated_default_value_has()
    {
        var fields = Loaded.With();

        fields.GetOrDefault<List<string>>("list", () => []).Add("a");
        fields.Append("list", "b");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"a"},{"S":"b"}]}""" }));
    }

    private static Cart Read(SessionFields fields) => fields.GetOrDefault("cart", () => new Cart());

    private sealed class Cart
    {
        public List<string> Lines { get; init; } = [];
    }

    private interface IAnimal;

    private class Animal : IAnimal
    {
        public string? Name { get; set; }
    }

    private sealed class Dog : Animal;

    // A constructor's parameter without a property of its name.
    private sealed class Forgetful(string secret)
    {
        public int Length => secret.Length;
    }

    private sealed class Circle
    {
        public Circle? Next { get; set; }

        public static Circle Create()
        {
            var circle = new Circle();
            circle.Next = circle;
            return circle;
        }
    }
}
