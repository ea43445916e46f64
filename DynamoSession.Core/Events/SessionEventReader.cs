using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DynamoSession.Core.Events;

/// <summary>
/// Tells from the records of the table's stream what happened to sessions: for a Lambda function that the stream triggers, or a worker that
/// reads the stream. The stream must have the view type <c>NEW_AND_OLD_IMAGES</c>. It makes no call, and can be used by several threads.
/// </summary>
/// <remarks>
/// Not for a table that is shared with Express (<c>ShareWithExpress</c>), whose records have another form, nor for records of Kinesis Data
/// Streams.
/// </remarks>
public sealed class SessionEventReader
{
    // A field may be nested as deeply in its record as DynamoDB allows, which is deeper than the parser's default limit.
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 256 };

    private readonly StreamRecordReader _records;

    /// <summary>Creates a reader for the stream of one table.</summary>
    /// <param name="options">The table's key, prefix and attributes, the same as in the application; not to be changed afterwards.</param>
    public SessionEventReader(SessionTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        _records = new StreamRecordReader(options);
    }

    /// <summary>
    /// Gets whether a write that only changes when a session expires is a <see cref="SessionExpiryChangedEvent"/>, for consumers that keep
    /// track of the expiry: sessions in use write it in each tenth of their idle timeout.
    /// </summary>
    /// <value>The default is <see langword="false"/>: such a write is no event.</value>
    public bool ReportsExpiryChanges { get; init; }

    /// <summary>Reads one record: an element of <c>Records</c>.</summary>
    /// <param name="record">
    /// The record as JSON. To parse it yourself, set <see cref="JsonDocumentOptions.MaxDepth"/> to 256; with the default, deeply nested fields
    /// are an error.
    /// </param>
    /// <returns>
    /// What happened; <see langword="null"/> if nothing did. The latter holds for items with another prefix, and for writes that extend a session,
    /// acquire or release a lease, complete a migration, copy a legacy session ahead of its migration, or delete a tombstone.
    /// </returns>
    /// <exception cref="SessionEventException">The record cannot be read.</exception>
    public SessionEvent? Read(JsonElement record) => Read(record, "record");

    /// <summary>Reads the event of a Lambda function that the stream triggers, or the response of <c>GetRecords</c>.</summary>
    /// <param name="utf8Json">The JSON: an object with an array <c>Records</c>.</param>
    /// <returns>
    /// The events, in the order of the records. Each record is read when it is reached: those before an unreadable one are returned before the
    /// enumeration throws <see cref="SessionEventException"/>.
    /// </returns>
    /// <exception cref="SessionEventException">The text is not such an object.</exception>
    public IEnumerable<SessionEvent> ReadAll(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Parsing);
            return ReadAll(RecordsOf(document.RootElement.Clone()));
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    /// <summary>Reads the event of a Lambda function that the stream triggers, or the response of <c>GetRecords</c>.</summary>
    /// <param name="utf8Json">The JSON: an object with an array <c>Records</c>. It is read to its end, and not disposed.</param>
    /// <param name="cancellationToken">A token to cancel reading.</param>
    /// <returns>
    /// The events, in the order of the records. Each record is read when it is reached: those before an unreadable one are returned before the
    /// enumeration throws <see cref="SessionEventException"/>, as it also does if the text is not such an object.
    /// </returns>
    public IAsyncEnumerable<SessionEvent> ReadAllAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        return ParseAndReadAllAsync(utf8Json, cancellationToken);
    }

    private async IAsyncEnumerable<SessionEvent> ParseAndReadAllAsync(Stream utf8Json, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var document = await ParseAsync(utf8Json, cancellationToken).ConfigureAwait(false);
        foreach (var sessionEvent in ReadAll(RecordsOf(document.RootElement)))
        {
            yield return sessionEvent;
        }
    }

    private static async Task<JsonDocument> ParseAsync(Stream utf8Json, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(utf8Json, Parsing, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    private static JsonElement RecordsOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && new StreamElement(root, "event", SequenceNumber: null).Find("Records") is { Json.ValueKind: JsonValueKind.Array } records
            ? records.Json
            : throw new SessionEventException(
                "The stream event can't be read: it must be an object with an array 'Records', as Lambda and GetRecords return it.", sequenceNumber: null);

    private IEnumerable<SessionEvent> ReadAll(JsonElement records)
    {
        var index = 0;
        foreach (var record in records.EnumerateArray())
        {
            if (Read(record, $"Records[{index}]") is { } sessionEvent)
            {
                yield return sessionEvent;
            }

            index++;
        }
    }

    private SessionEvent? Read(JsonElement record, string path) => _records.Read(record, path) is { } read ? SessionTransition.Read(read, ReportsExpiryChanges) : null;

    /// <summary>Says where, but not what: the parser's message may quote a value.</summary>
    private static SessionEventException NotJson(JsonException exception) => new(
        $"The stream event can't be read: it isn't valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).", sequenceNumber: null);
}
