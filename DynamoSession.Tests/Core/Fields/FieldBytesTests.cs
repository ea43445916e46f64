using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Fields as bytes, as ISession sees them.</summary>
public sealed class FieldBytesTests
{
    private static readonly byte[] Five = [0, 0, 0, 5];
    private static readonly byte[] Six = [0, 0, 0, 6];

    [Test]
    public void Bytes_of_a_typed_number_leave_its_type_alone()
    {
        var fields = Loaded.With(("count", Sample.Number(5)));

        fields.SetBytes("count", Five);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Bytes_of_another_number_replace_the_field()
    {
        var fields = Loaded.With(("count", Sample.Number(5)));

        fields.SetBytes("count", Six);

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Set {"B":"AAAABg=="}""" }));
            Assert.That(fields.Get<int>("count"), Is.EqualTo(6));
        });
    }

    [Test]
    public void Bytes_set_back_to_a_typed_number_leave_its_type_alone()
    {
        var fields = Loaded.With(("count", Sample.Number(5)));

        fields.SetBytes("count", Six);
        fields.SetBytes("count", Five);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void The_json_of_a_typed_list_leaves_it_alone()
    {
        var fields = Loaded.With(("list", Sample.List("a", "b")));

        fields.SetBytes("list", """["a","b"]"""u8);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Bytes_replace_an_instance_that_was_handed_out()
    {
        var fields = Loaded.With(("list", Sample.List("a")));
        var list = fields.Get<List<string>>("list")!;

        fields.SetBytes("list", "text"u8.ToArray().Concat("!"u8.ToArray()).ToArray());
        list.Add("lost");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"S":"text!"}""" }));
    }

    [Test]
    public void Bytes_after_clearing_are_written_even_if_they_were_loaded()
    {
        var fields = Loaded.With(("count", Sample.Number(5)));

        fields.Clear();
        fields.SetBytes("count", Five);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear", """count: Set {"B":"AAAABQ=="}""" }));
    }

    [Test]
    public void An_array_of_bytes_is_set_as_bytes_on_every_type()
    {
        var fields = Loaded.With();

        fields.Set("array", "hello"u8.ToArray());
        fields.Set<object>("object", "hello"u8.ToArray());

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """array: Set {"S":"hello"}""", """object: Set {"S":"hello"}""" }));
    }

    [Test]
    public void The_bytes_that_were_set_are_a_snapshot()
    {
        var fields = Loaded.With();
        byte[] bytes = [1, 2, 3];

        fields.SetBytes("bytes", bytes);
        bytes[0] = 9;

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """bytes: Set {"B":"AQID"}""" }));
    }

    [Test]
    public void The_bytes_that_are_read_are_a_copy()
    {
        var fields = Loaded.With(("bytes", Sample.Json("""{"B":"AQID"}""")));

        fields.TryGetBytes("bytes", out var bytes);
        bytes![0] = 9;

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.Empty);
            fields.TryGetBytes("bytes", out var again);
            Assert.That(again, Is.EqualTo(new byte[] { 1, 2, 3 }));
        });
    }

    [Test]
    public void Four_letters_read_as_text_though_they_are_stored_as_bytes()
    {
        var fields = Loaded.With();

        fields.SetBytes("word", "four"u8);

        Assert.Multiple(() =>
        {
            Assert.That(fields.GetChanges().Fields["word"].Value!.Kind, Is.EqualTo(SessionValueKind.Binary));
            Assert.That(fields.Get<string>("word"), Is.EqualTo("four"));
        });
    }
}
