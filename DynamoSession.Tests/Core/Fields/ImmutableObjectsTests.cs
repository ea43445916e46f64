using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Objects whose type shows that they can't change are not encoded to find out whether they have, and neither are lists of them.</summary>
public sealed class ImmutableObjectsTests
{
    private static readonly Line[] Two = [new("mug", 1, new Price(5)), new("lamp", 2, new Price(50))];

    private CountingConverter _converter = null!;
    private SessionFieldCodec _codec = null!;
    private SessionFields _fields = null!;
    private List<Line> _lines = null!;

    [SetUp]
    public void Load()
    {
        _converter = new CountingConverter();
        var options = SessionFieldCodec.CreateDefaultOptions();
        options.Converters.Add(_converter);
        _codec = new SessionFieldCodec(options);
        _fields = new SessionFields(_codec, Sample.Fields(("lines", _codec.Encode("lines", Two)), ("line", _codec.Encode("line", Two[0]))));
        _lines = _fields.Get<List<Line>>("lines")!;
        _converter.Written = 0;
    }

    [Test]
    public void A_list_that_was_only_read_is_not_encoded()
    {
        Assert.That(_fields.Changes(), Is.Empty);
        Assert.That(_converter.Written, Is.Zero);
    }

    [Test]
    public void An_object_is_not_encoded_and_needs_no_commit()
    {
        var fields = new SessionFields(Loaded.Codec, Sample.Fields(("line", Loaded.Value(Two[0]))));

        var first = fields.Get<Line>("line");

        Assert.That(fields.IsUntouched, Is.True);
        Assert.That(fields.Get<Line>("line"), Is.SameAs(first));
        Assert.That(_fields.Get<Line>("line"), Is.EqualTo(Two[0]));
        Assert.That(_fields.Changes(), Is.Empty);
        Assert.That(_converter.Written, Is.Zero);
    }

    [Test]
    public void A_list_is_tracked([Values] Mutation mutation)
    {
        var expected = Mutate(_lines, mutation);

        Assert.That(_fields.IsUntouched, Is.False);
        Assert.That(_fields.Changes(), Has.Length.EqualTo(1));
        Assert.That(_fields.GetChanges().Fields["lines"].Value!.ContentEquals(_codec.Encode("lines", expected)), Is.True);
        Assert.That(_fields.Get<List<Line>>("lines"), Is.SameAs(_lines));
    }

    [Test]
    public void A_mutation_that_is_undone_is_not_a_change([Values] Mutation mutation, [Values] bool isNoticed)
    {
        Mutate(_lines, mutation);
        if (isNoticed)
        {
            _fields.GetChanges();
        }

        _lines.Clear();
        _lines.AddRange(Two);

        Assert.That(_fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_list_is_tracked_after_its_changes_were_accepted()
    {
        _lines.RemoveAt(1);
        _fields.AcceptAll();
        Assert.That(_fields.Changes(), Is.Empty);

        _lines.Add(Two[1]);

        Assert.That(_fields.Changes(), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_list_that_has_got_an_object_of_a_derived_type_is_still_tracked()
    {
        var late = new LateLine("desk") { Note = "first" };
        _lines.Add(late);
        _fields.AcceptAll();

        late.Note = "second";
        _lines[0] = Two[1];

        Assert.That(_fields.Changes(), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_default_list_is_stored_once_it_is_mutated()
    {
        var fields = Loaded.With();
        var lines = fields.GetOrDefault<List<Line>>("lines", static () => []);
        Assert.That(fields.Changes(), Is.Empty);

        lines.Add(Two[0]);
        Assert.That(fields.Changes(), Has.Length.EqualTo(1));

        lines.Clear();
        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_default_object_is_not_stored()
    {
        var fields = Loaded.With();

        fields.GetOrDefault("line", static () => Two[0]);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_property_that_always_differs_does_not_make_a_read_a_write()
    {
        var fields = Loaded.With(("stamps", Loaded.Value(new[] { new Stamp("a") })), ("stamp", Loaded.Value(new Stamp("a"))));

        fields.Get<List<Stamp>>("stamps");
        fields.Get<Stamp>("stamp");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_list_that_cannot_be_stored_is_refused()
    {
        var fields = Loaded.With(("rates", Loaded.Value(new[] { new Rate(1) })));

        fields.Get<List<Rate>>("rates")!.Add(new Rate(double.NaN));

        Assert.That(fields.GetChanges, Throws.ArgumentException.With.Message.Contains("'rates'"));
    }

    [Test]
    public void A_null_is_an_element()
    {
        var fields = Loaded.With(("lines", Sample.Json("""{"L":[{"NULL":true}]}""")));
        var lines = fields.Get<List<Line?>>("lines")!;
        Assert.That(fields.Changes(), Is.Empty);

        lines[0] = Two[0];

        Assert.That(fields.Changes(), Has.Length.EqualTo(1));
    }

    [TestCase(typeof(Line), true)]
    [TestCase(typeof(Stamp), true)]
    [TestCase(typeof(string), true)]
    [TestCase(typeof(Chain), true, Description = "It refers to itself.")]
    [TestCase(typeof(LateLine), false, Description = "It has a setter.")]
    [TestCase(typeof(InheritedSetter), false)]
    [TestCase(typeof(Basket), false, Description = "Its list can change.")]
    [TestCase(typeof(Numbers), false, Description = "Its array can change.")]
    [TestCase(typeof(Holder), false, Description = "It refers to a type from which others can be derived.")]
    [TestCase(typeof(Boxed), false, Description = "It refers to anything.")]
    [TestCase(typeof(Wrapped), false, Description = "The list is in a value.")]
    [TestCase(typeof(Callback), false, Description = "A delegate may refer to anything.")]
    [TestCase(typeof(Looped), false, Description = "A later field can change.")]
    [TestCase(typeof(Version), true)]
    [TestCase(typeof(object), false)]
    [TestCase(typeof(Line[]), false)]
    [TestCase(typeof(List<Line>), false)]
    [TestCase(typeof(IReadOnlyList<Line>), false)]
    public void A_type_is_immutable_if_all_its_fields_are(Type type, bool isImmutable) => Assert.That(ImmutableTypes.Contain(type), Is.EqualTo(isImmutable));

    private static Line[] Mutate(List<Line> lines, Mutation mutation)
    {
        switch (mutation)
        {
            case Mutation.Add:
                lines.Add(new Line("desk", 1, Price: null));
                break;
            case Mutation.Replace:
                lines[1] = lines[1] with { Quantity = 3 };
                break;
            case Mutation.Remove:
                lines.RemoveAt(0);
                break;
            case Mutation.Reorder:
                lines.Reverse();
                break;
            case Mutation.Clear:
                lines.Clear();
                break;
        }

        return [.. lines];
    }

    public enum Mutation
    {
        Add,
        Replace,
        Remove,
        Reorder,
        Clear,
    }

    private record Line(string Product, int Quantity, Price? Price);

    private sealed record LateLine(string Product) : Line(Product, 1, Price: null)
    {
        public string Note { get; set; } = "";
    }

    private readonly record struct Price(decimal Amount);

    private sealed record Rate(double Value);

    private sealed record Stamp(string Name)
    {
        public string Random => $"{Name} {Guid.NewGuid()}";
    }

    private sealed record Chain(string Name, Chain? Next);

    private class WithSetter
    {
        public string Name { get; set; } = "";
    }

    private sealed class InheritedSetter : WithSetter;

    private sealed record Basket(List<string> Items);

    private sealed record Numbers(int[] Values);

    private sealed record Holder(Line Line);

    private sealed record Boxed(object Value);

    private readonly record struct Wrapper(List<string> Items);

    private sealed record Wrapped(Wrapper Wrapper);

    private sealed record Callback(Func<string> Get);

    private sealed record Looped(string Id, Looped? Next)
    {
        public string Name { get; set; } = "";
    }

    private sealed class CountingConverter : JsonConverter<Price>
    {
        public int Written { get; set; }

        public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options)
        {
            Written++;
            writer.WriteNumberValue(value.Amount);
        }
    }
}
