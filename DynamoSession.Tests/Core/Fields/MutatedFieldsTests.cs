using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Objects that a request got from the session and went on to change.</summary>
public sealed class MutatedFieldsTests
{
    private static readonly string[] OneAndTwo = ["one", "two"];

    [Test]
    public void A_mutated_object_is_a_change()
    {
        var fields = Loaded.With(("list", Sample.List("one")));

        fields.Get<List<string>>("list")!.Add("two");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"},{"S":"two"}]}""" }));
    }

    [Test]
    public void An_object_that_was_only_read_is_not_a_change()
    {
        var fields = Loaded.With(("list", Sample.List("one")));

        fields.Get<List<string>>("list");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void An_object_that_its_converter_only_reads_is_not_a_change()
    {
        var options = SessionFieldCodec.CreateDefaultOptions();
        options.Converters.Add(new SilentConverter());
        var fields = new SessionFields(new SessionFieldCodec(options), Sample.Fields(("silent", Sample.Text("a"))));

        fields.Get<Silent>("silent");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_mutation_that_is_undone_is_not_a_change()
    {
        var fields = Loaded.With(("list", Sample.List("one")));

        var list = fields.Get<List<string>>("list")!;
        list.Add("two");
        fields.GetChanges();
        list.RemoveAt(1);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_second_read_gives_the_same_instance()
    {
        var fields = Loaded.With(("list", Sample.List("one")));

        var first = fields.Get<List<string>>("list");
        first!.Add("two");

        Assert.That(fields.Get<List<string>>("list"), Is.SameAs(first));
    }

    [Test]
    public void A_read_as_another_type_sees_the_mutation_and_keeps_it()
    {
        var fields = Loaded.With(("list", Sample.List("one")));

        fields.Get<List<string>>("list")!.Add("two");
        var array = fields.Get<string[]>("list");

        Assert.Multiple(() =>
        {
            Assert.That(array, Is.EqualTo(OneAndTwo));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"},{"S":"two"}]}""" }));
        });
    }

    [Test]
    public void A_read_as_a_type_that_does_not_fit_loses_no_mutation()
    {
        var fields = Loaded.With(("list", Sample.List("one")));
        var list = fields.Get<List<string>>("list")!;
        list.Add("two");

        Assert.That(() => fields.Get<int>("list"), Throws.TypeOf<SessionFieldTypeException>());

        list.Add("three");
        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"},{"S":"two"},{"S":"three"}]}""" }));
    }

    [Test]
    public void A_read_as_bytes_sees_the_mutation()
    {
        var fields = Loaded.With(("list", Sample.List("one")));

        fields.Get<List<string>>("list")!.Add("two");

        fields.TryGetBytes("list", out var bytes);
        Assert.That(bytes, Is.EqualTo("""["one","two"]"""u8.ToArray()));
    }

    [Test]
    public void Setting_takes_a_snapshot()
    {
        var fields = Loaded.With();
        var list = new List<string> { "one" };

        fields.Set("list", list);
        list.Add("two");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"}]}""" }));
    }

    [Test]
    public void Setting_the_instance_that_was_read_keeps_it_watched()
    {
        var fields = Loaded.With(("list", Sample.List("one")));
        var list = fields.Get<List<string>>("list")!;

        list.Add("two");
        fields.Set("list", list);
        list.Add("three");

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<List<string>>("list"), Is.SameAs(list));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"},{"S":"two"},{"S":"three"}]}""" }));
        });
    }

    [Test]
    public void Setting_the_instance_that_was_read_as_another_type_writes_that_type()
    {
        var fields = Loaded.With(("shape", Loaded.Value(new Circle { Name = "round", Radius = 1 })));
        var circle = fields.Get<Circle>("shape")!;

        fields.Set<Shape>("shape", circle);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """shape: Set {"M":{"Name":{"S":"round"}}}""" }));
    }

    [Test]
    public void Setting_another_instance_ends_the_watch_over_the_first()
    {
        var fields = Loaded.With(("list", Sample.List("one")));
        var list = fields.Get<List<string>>("list")!;

        fields.Set("list", new List<string> { "two" });
        list.Add("lost");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"two"}]}""" }));
    }

    [Test]
    public void Mutating_a_removed_value_is_not_a_change()
    {
        var fields = Loaded.With(("list", Sample.List("one")), ("other", Sample.List("one")));
        var removed = fields.Get<List<string>>("list")!;
        fields.Remove("list");
        removed.Add("two");
        Assert.That(fields.Changes(), Is.EqualTo(new[] { "list: Remove" }));

        var cleared = fields.Get<List<string>>("other")!;
        fields.Clear();
        cleared.Add("two");
        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
    }

    [Test]
    public void An_instance_stays_watched_after_the_changes_were_accepted()
    {
        var fields = Loaded.With(("list", Sample.List("one")));
        var list = fields.Get<List<string>>("list")!;
        list.Add("two");
        fields.AcceptAll();
        Assert.That(fields.Changes(), Is.Empty);

        list.RemoveAt(1);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"}]}""" }));
    }

    [Test]
    public void A_class_that_does_not_know_a_stored_property_writes_nothing_by_reading()
    {
        var fields = Loaded.With(("shape", Loaded.Value(new Circle { Name = "round", Radius = 1 })));

        var shape = fields.Get<Shape>("shape");

        Assert.Multiple(() =>
        {
            Assert.That(shape!.Name, Is.EqualTo("round"));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void A_class_that_adds_a_default_writes_nothing_by_reading()
    {
        var fields = Loaded.With(("shape", Loaded.Value(new Shape { Name = "round" })));

        var circle = fields.Get<Circle>("shape");

        Assert.Multiple(() =>
        {
            Assert.That(circle!.Radius, Is.EqualTo(7));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void A_class_that_can_be_read_but_not_written_can_be_read()
    {
        var fields = Loaded.With(("secret", Sample.Json("""{"M":{"Name":{"S":"x"}}}""")));

        var value = fields.Get<ReadOnce>("secret");

        Assert.Multiple(() =>
        {
            Assert.That(value!.Name, Is.EqualTo("x"));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void A_struct_that_holds_a_list_is_watched_too()
    {
        var fields = Loaded.With(("basket", Loaded.Value(new Basket(["one"]))));

        fields.Get<Basket>("basket").Items.Add("two");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """basket: Set {"M":{"Items":{"L":[{"S":"one"},{"S":"two"}]}}}""" }));
    }

    [Test]
    public void A_mutation_that_cannot_be_stored_is_refused_when_the_changes_are_asked_for()
    {
        var fields = Loaded.With(("map", Loaded.Value(new Dictionary<string, double> { ["a"] = 1 })));

        fields.Get<Dictionary<string, double>>("map")!["a"] = double.NaN;

        Assert.That(fields.GetChanges, Throws.ArgumentException.With.Message.Contains("'map'"));
    }

    private class Shape
    {
        public string Name { get; set; } = "";
    }

    private sealed class Circle : Shape
    {
        public int Radius { get; set; } = 7;
    }

    private readonly record struct Basket(List<string> Items);

    [JsonConverter(typeof(ReadOnceConverter))]
    private sealed record ReadOnce(string Name);

    private sealed class ReadOnceConverter : JsonConverter<ReadOnce>
    {
        public override ReadOnce Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonElement.ParseValue(ref reader).GetProperty("Name").GetString()!);

        public override void Write(Utf8JsonWriter writer, ReadOnce value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed class Silent;

    private sealed class SilentConverter : JsonConverter<Silent>
    {
        public override Silent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new();

        public override void Write(Utf8JsonWriter writer, Silent value, JsonSerializerOptions options)
        {
        }
    }
}
