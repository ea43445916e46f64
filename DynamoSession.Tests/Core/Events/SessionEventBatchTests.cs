using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoSession.Core.Events;
using static DynamoSession.Tests.Core.Events.StreamSample;

namespace DynamoSession.Tests.Core.Events;

/// <summary>Whole events of Lambda functions, and responses of GetRecords, as bytes and as streams.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class SessionEventBatchTests(bool isStream)
{
    private static readonly SessionEventReader Reader = new(new());

    [Test]
    public async Task Events_come_in_the_order_of_the_records_and_without_those_of_other_items()
    {
        var events = await ReadAsync(Batch(
            Record(null, Created()),
            Record(null, Created(item => item["id"] = Text("order#1"))),
            Record(Session(), Tombstone("out"))));

        Assert.That(events.Select(read => read.ToString()), Is.EqualTo(new[] { nameof(SessionCreatedEvent), nameof(SessionEndedEvent) }));
    }

    [Test]
    public async Task An_event_without_records_has_no_events() => Assert.That(await ReadAsync("""{"Records":[]}"""), Is.Empty);

    [Test]
    public async Task A_field_may_be_nested_as_deeply_as_DynamoDB_allows()
    {
        // The Map of fields is the first of the 32 levels, and the parser's own limit is 64 levels of JSON.
        var nested = Enumerable.Range(0, 31).Aggregate((JsonNode)Text("deep"), (inner, _) => Map(("in", inner)));

        var events = await ReadAsync(Batch(Record(null, Created(item => item["sess"] = Map(("deep", nested))))));

        Assert.That(events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_comes_before_an_unreadable_record_is_returned_first()
    {
        var events = new List<SessionEvent>();

        var exception = await Catch(Batch(Record(null, Created()), Record(null, Created(), record => record.Remove("eventName")), Record(null, Created())), events);

        Assert.That(events, Has.Count.EqualTo(1));
        Assert.That(exception.Message, Is.EqualTo("A stream record can't be read: Records[1].eventName is missing."));
        Assert.That(exception.SequenceNumber, Is.EqualTo("4421584500000000017450439091"));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"Records":null}""")]
    [TestCase("""{"Records":{}}""")]
    [TestCase("""{"records":[]}""")]
    public async Task Anything_else_is_an_error_that_says_what_is_expected(string json)
    {
        var exception = await Catch(json, []);

        Assert.That(exception.Message, Is.EqualTo("The stream event can't be read: it must be an object with an array 'Records', as Lambda and GetRecords return it."));
    }

    [TestCase("", 1, 0)]
    [TestCase("{\n\"Records\": 4111-1111", 2, 15)]
    [TestCase("""{"Records":[]} 4111""", 1, 15)]
    [TestCase("""{"Records":["4111""", 1, 17)]
    public async Task Malformed_JSON_is_an_error_that_says_where_but_not_what(string json, int line, int position)
    {
        var exception = await Catch(json, []);

        Assert.That(exception.Message, Does.StartWith($"The stream event can't be read: it isn't valid JSON (line {line}, byte {position}"));
        Assert.That(exception.ToString(), Does.Not.Contain("4111"));
    }

    [Test]
    public void Events_can_be_enumerated_again_after_the_bytes_have_changed()
    {
        var bytes = Encoding.UTF8.GetBytes(Batch(Record(null, Created())));
        var events = Reader.ReadAll(bytes);
        Array.Clear(bytes);

        Assert.That(events.Count(), Is.EqualTo(1));
        Assert.That(events.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Reading_a_stream_can_be_cancelled() => Assert.That(
        async () => await Reader.ReadAllAsync(new MemoryStream("{}"u8.ToArray()), new CancellationToken(canceled: true)).ToListAsync(),
        Throws.InstanceOf<OperationCanceledException>());

    private static string Batch(params JsonObject[] records) => new JsonObject { ["Records"] = new JsonArray([.. records]) }.ToJsonString(new JsonSerializerOptions { MaxDepth = 200 });

    private async Task<List<SessionEvent>> ReadAsync(string json)
    {
        var events = new List<SessionEvent>();
        await ReadAsync(json, events);
        return events;
    }

    private async Task<SessionEventException> Catch(string json, List<SessionEvent> events)
    {
        try
        {
            await ReadAsync(json, events);
        }
        catch (SessionEventException exception)
        {
            return exception;
        }

        throw new AssertionException("It was read.");
    }

    private async Task ReadAsync(string json, List<SessionEvent> events)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (isStream)
        {
            await foreach (var read in Reader.ReadAllAsync(new MemoryStream(bytes)))
            {
                events.Add(read);
            }
        }
        else
        {
            foreach (var read in Reader.ReadAll(bytes))
            {
                events.Add(read);
            }
        }
    }
}
