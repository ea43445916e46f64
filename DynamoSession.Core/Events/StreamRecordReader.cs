using System.Buffers;
using System.Text.Json;

namespace DynamoSession.Core.Events;

/// <summary>Reads the records of a stream, as a Lambda function gets them or as the API of streams returns them.</summary>
/// <param name="options">The table and its attributes.</param>
internal sealed class StreamRecordReader(SessionTableOptions options)
{
    private const string BothImages = "NEW_AND_OLD_IMAGES";
    private const string Remedy = "enable the table's stream with the view type " + BothImages;
    private const string TimeToLive = "dynamodb.amazonaws.com";
    private const int LongestSequenceNumber = 40;

    private static readonly double Earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private readonly string _key = options.KeyAttribute;
    private readonly string _prefix = options.KeyPrefix;
    private readonly StreamImageReader _images = new(options.Attributes);

    /// <returns>The record; <see langword="null"/> if it is about an item with another prefix.</returns>
    /// <exception cref="SessionEventException">The record cannot be read.</exception>
    public StreamRecord? Read(JsonElement json, string path)
    {
        var record = new StreamElement(json, path, SequenceNumber: null);
        var write = record.Get("dynamodb");
        var sequenceNumber = SequenceNumberOf(write);
        record = record with { SequenceNumber = sequenceNumber };
        write = write with { SequenceNumber = sequenceNumber };

        var key = KeyOf(write.Get("Keys"));
        if (!key.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return null;
        }

        if (write.Find("StreamViewType") is { } viewType && viewType.Text() != BothImages)
        {
            throw viewType.Error($"is another view type than {BothImages}, and events are read from both images; {Remedy}");
        }

        var (before, after) = ImagesOf(record.Get("eventName"), write);
        return new StreamRecord(key[_prefix.Length..], before, after)
        {
            IsTimeToLive = IsTimeToLive(record),
            OccurredAt = TimeOf(write),
            SequenceNumber = sequenceNumber,
            EventId = record.Find("eventID")?.Text(),
        };
    }

    private (StreamImage? Before, StreamImage? After) ImagesOf(StreamElement eventName, StreamElement write) => eventName.Text() switch
    {
        "INSERT" => (null, ImageOf("NewImage", write)),
        "MODIFY" => (ImageOf("OldImage", write), ImageOf("NewImage", write)),
        "REMOVE" => (ImageOf("OldImage", write), null),
        _ => throw eventName.Error("must be INSERT, MODIFY or REMOVE"),
    };

    private StreamImage ImageOf(string name, StreamElement write) =>
        _images.Read(write.Find(name) ?? throw write.Error($"has no {name}; {Remedy}"));

    private string KeyOf(StreamElement keys)
    {
        var key = keys.Find(_key) ?? throw keys.Error($"doesn't contain '{_key}'; set KeyAttribute to the name of the table's partition key");
        return StreamImageReader.ReadValue(key).S ?? throw key.Error("must be a string; set KeyAttribute to the name of the table's partition key");
    }

    private static string? SequenceNumberOf(StreamElement write)
    {
        if (write.Find("SequenceNumber") is not { } element)
        {
            return null;
        }

        var text = element.Text();
        return text.Length is > 0 and <= LongestSequenceNumber && !text.AsSpan().ContainsAnyExcept(Digits)
            ? text
            : throw element.Error($"must be a number of at most {LongestSequenceNumber} digits");
    }

    /// <summary>Lambda writes the name in camel case, the API of streams in Pascal case.</summary>
    private static bool IsTimeToLive(StreamElement record) =>
        record.Find("userIdentity") is { } identity
        && (identity.Find("principalId") ?? identity.Find("PrincipalId"))?.Text() == TimeToLive;

    private static DateTimeOffset? TimeOf(StreamElement write) => write.Find("ApproximateCreationDateTime") is { } element
        ? TimeOf(element.Json) ?? throw element.Error("must be a number of Unix seconds; records of Kinesis Data Streams can't be read")
        : null;

    /// <summary>Lambda and the API of streams write a number, the AWS CLI writes text.</summary>
    private static DateTimeOffset? TimeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetDouble(out var seconds) && seconds >= Earliest && seconds <= Latest =>
            DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1_000)),
        JsonValueKind.String when json.TryGetDateTimeOffset(out var time) => time,
        _ => null,
    };
}
