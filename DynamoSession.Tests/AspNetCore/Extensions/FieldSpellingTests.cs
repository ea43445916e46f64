using DynamoSession.AspNetCore.Testing;
using DynamoSession.Tests.Support.Compilation;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Extensions;

/// <summary>Declarations and calls as people write them: they compile without a warning, nullable references included, and run.</summary>
public sealed class FieldSpellingTests
{
    private const string Fields = """
        using System.Collections.Immutable;
        using System.Text.Json;
        using System.Text.Json.Serialization.Metadata;
        using DynamoSession.Core;

        namespace MyApp;

        public class Animal { public string? Name { get; set; } }
        public sealed class Dog : Animal;
        public sealed class Cart { public List<string> Lines { get; init; } = []; }
        public sealed class Lines : List<string>;

        public static class Fields
        {
            private static readonly JsonTypeInfo<Cart> Info =
                (JsonTypeInfo<Cart>)new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(Cart));

            public static readonly SessionField<Cart> Plain = new SessionField<Cart>("plain");
            public static readonly SessionField<Cart?> Maybe = new("maybe");
            public static readonly SessionField<Cart> Copied = new("copied", new Cart());
            public static readonly SessionField<Cart> New = new("new", new());
            public static readonly SessionField<Cart> Named = new("named", defaultValue: new Cart(), typeInfo: Info);
            public static readonly SessionField<Cart> Created = new("created", () => new Cart());
            public static readonly SessionField<Cart> CreatedToo = new("createdToo", () => new(), Info);
            public static readonly SessionField<Cart> Method = new("method", Create);
            public static readonly SessionField<Cart> OnlyInfo = new("onlyInfo", typeInfo: Info);
            public static readonly SessionField<Cart?> NoDefault = new("noDefault", null, Info);
            public static readonly SessionField<Cart?> Null = new("null", null);
            public static readonly SessionField<string> Theme = new("theme", "light");
            public static readonly SessionField<string?> Customer = new("customer");

            public static readonly SessionField<int> Visits = new("visits");
            public static readonly SessionField<int?> Level = new("level");
            public static readonly SessionField<double> Ratio = new("ratio", 1);
            public static readonly SessionField<decimal> Total = new("total");
            public static readonly SessionField<decimal?> Discount = new("discount", 0.5m);

            public static readonly SessionField<List<long>> Numbers = new("numbers", () => []);
            public static readonly SessionField<List<long>> NumbersToo = new("numbersToo", defaultValue: []);
            public static readonly SessionField<List<long>?> MaybeNumbers = new("maybeNumbers");
            public static readonly SessionField<List<Animal>> Animals = new("animals");
            public static readonly SessionField<long[]> Array = new("array");
            public static readonly SessionField<IList<Animal>> IList = new("ilist");
            public static readonly SessionField<ICollection<long>> ICollection = new("icollection");
            public static readonly SessionField<IReadOnlyList<decimal>> IReadOnlyList = new("ireadonlylist", []);
            public static readonly SessionField<IReadOnlyCollection<long>> IReadOnlyCollection = new("ireadonlycollection");
            public static readonly SessionField<IEnumerable<Animal>> IEnumerable = new("ienumerable");
            public static readonly SessionField<ImmutableArray<long>> ImmutableArray = new("immutablearray");
            public static readonly SessionField<ImmutableList<long>> ImmutableList = new("immutablelist");
            public static readonly SessionField<HashSet<string>> Set = new("set");
            public static readonly SessionField<Lines> Own = new("own");
            public static readonly SessionField<Lines?> MaybeOwn = new("maybeOwn");

            private static Cart Create() => new();
        }
        """;

    [Test]
    public void A_read_of_a_field_with_a_default_value_is_never_null()
    {
        var said = Run("""
            Cart[] carts = [session.Get(Fields.Copied), session.Get(Fields.New), session.Get(Fields.Named), session.Get(Fields.Created), session.Get(Fields.CreatedToo), session.Get(Fields.Method)];
            string theme = session.Get(Fields.Theme);
            IReadOnlyList<decimal> list = session.Get(Fields.IReadOnlyList);
            decimal discount = session.Get(Fields.Discount) ?? 0;
            return FormattableString.Invariant($"{carts.Sum(cart => cart.Lines.Count)} {theme.Length} {list.Count} {discount}");
            """);

        Assert.That(said, Is.EqualTo("0 5 0 0.5"));
    }

    [Test]
    public void A_read_of_a_nullable_field_is_null_while_it_is_absent()
    {
        var said = Run("""
            Cart? maybe = session.Get(Fields.Maybe);
            string? customer = session.Get(Fields.Customer);
            return $"{maybe is null} {customer is null} {session.Get(Fields.Plain) is null} {session.Get(Fields.NoDefault) is null} {session.Get(Fields.Null) is null} {session.Get(Fields.OnlyInfo) is null} {session.TryGet(Fields.Plain, out var plain) && plain.Lines.Count > 0}";
            """);

        Assert.That(said, Is.EqualTo("True True True True True True False"));
    }

    [TestCase("Cart cart = session.Get(Fields.Maybe);", "CS8600")]
    [TestCase("session.Get(Fields.Customer).ToString();", "CS8602")]
    [TestCase("session.Set(Fields.Theme, null);", "CS8620")]
    [TestCase("session.Append(Fields.Numbers, 1.5m);", "CS")]
    [TestCase("session.Append(Fields.Animals, \"cat\");", "CS")]
    [TestCase("session.Append(Fields.Theme, 1);", "CS")]
    [TestCase("session.Increment(Fields.Theme);", "CS")]
    [TestCase("session.Increment(Fields.Visits, 1.5m);", "CS")]
    public void A_mistake_is_a_warning_or_an_error(string call, string diagnostic)
    {
        var diagnostics = WebProject.Diagnose(Fields, Caller($"{call}\nreturn \"\";"));

        Assert.That(diagnostics, Has.All.Contains(diagnostic).And.Not.Empty);
    }

    [Test]
    public void A_default_value_that_is_changed_is_stored()
    {
        var said = Run("""
            session.Get(Fields.Created).Lines.Add("mug");
            session.Get(Fields.Copied).Lines.Add("lamp");
            session.Get(Fields.Named);
            return string.Join(" ", session.Keys.Order());
            """);

        Assert.That(said, Is.EqualTo("copied created"));
    }

    [Test]
    public void Append_infers_the_items_type_from_the_field()
    {
        var said = Run("""
            session.Append(Fields.Numbers, 1);
            session.Append(Fields.NumbersToo, 1);
            session.Append(Fields.MaybeNumbers, 1);
            session.Append(Fields.Animals, new Dog { Name = "Rex" });
            session.Append(Fields.Array, 1);
            session.Append(Fields.IList, new Dog { Name = "Rex" });
            session.Append(Fields.ICollection, 1);
            session.Append(Fields.IReadOnlyList, 1);
            session.Append(Fields.IReadOnlyCollection, 1);
            session.Append(Fields.IEnumerable, new Dog { Name = "Rex" });
            session.Append(Fields.ImmutableArray, 1);
            session.Append(Fields.ImmutableList, 1);
            session.Append(Fields.Set, "a");
            session.Append(Fields.Own, "a");
            session.Append(Fields.MaybeOwn, "a");
            session.Append<List<Animal>, Animal>(Fields.Animals, new Dog { Name = "Max" });
            return $"{session.Get(Fields.Numbers)[0]} {session.Get(Fields.Animals).Last().Name} {session.Get(Fields.IReadOnlyList)[0]} {session.Get(Fields.ImmutableArray)[0]} {session.Get(Fields.Own)[0]} {session.Keys.Count()}";
            """);

        Assert.That(said, Is.EqualTo("1 Max 1 1 a 15"));
    }

    [Test]
    public void Increment_takes_nullable_and_decimal_fields()
    {
        var said = Run("""
            session.Increment(Fields.Visits);
            session.Increment(Fields.Level, 2);
            session.Increment(Fields.Level);
            session.Increment(Fields.Ratio, -3);
            session.Increment(Fields.Total, 9.95m);
            session.Increment(Fields.Total, 5);
            session.Increment(Fields.Discount, 0.25m);
            session.Increment(Fields.Discount);
            return FormattableString.Invariant($"{session.Get(Fields.Visits)} {session.Get(Fields.Level)} {session.Get(Fields.Ratio)} {session.Get(Fields.Total)} {session.Get(Fields.Discount)}");
            """);

        Assert.That(said, Is.EqualTo("1 3 -3 14.95 1.25"));
    }

    [Test]
    public void An_update_gets_the_default_value()
    {
        var said = Run("""
            Task<Cart> updating = session.UpdateAsync(Fields.Created, cart =>
            {
                cart.Lines.Add("mug");
                return cart;
            });
            Task<Cart?> other = session.UpdateAsync(Fields.Maybe, cart => cart ?? new Cart { Lines = { "lamp" } });
            return $"{updating.GetAwaiter().GetResult().Lines[0]} {other.GetAwaiter().GetResult()?.Lines[0]}";
            """);

        Assert.That(said, Is.EqualTo("mug lamp"));
    }

    private static string? Run(string body)
    {
        var application = WebProject.Load(Fields, Caller(body));
        return (string?)application.GetType("MyApp.Caller")!.GetMethod("Run")!.Invoke(null, [(ISession)new FakeSession()]);
    }

    private static string Caller(string body) => $$"""
        namespace MyApp;

        public static class Caller
        {
            public static string Run(ISession session)
            {
                {{body}}
            }
        }
        """;
}
