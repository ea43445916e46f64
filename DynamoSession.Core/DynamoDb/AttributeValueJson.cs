using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Converts the SDK's values to DynamoDB JSON and back.</summary>
internal static class AttributeValueJson
{
    // DynamoDB allows 32 levels, each of which is two levels of JSON.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 256 };

    /// <exception cref="FormatException">DynamoDB cannot store the value.</exception>
    public static SessionValue ToSessionValue(AttributeValue value)
    {
        using var buffer = JsonBuffer.Rent();
        Write(buffer.Writer, value);
        return SessionValue.FromTrustedJson(buffer.Written.ToArray());
    }

    /// <summary>Returns whether DynamoDB can store the value, so that it can be converted.</summary>
    public static bool IsValid(AttributeValue value) => IsValid(value, ReaderOptions.MaxDepth / 2);

    public static AttributeValue ToAttributeValue(SessionValue value)
    {
        var reader = new Utf8JsonReader(value.Utf8Json.Span, ReaderOptions);
        reader.Read();
        return Read(ref reader);
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        if (writer.CurrentDepth >= ReaderOptions.MaxDepth)
        {
            throw new FormatException("The SDK returned a value that is nested deeper than DynamoDB allows.");
        }

        writer.WriteStartObject();
        switch (value)
        {
            case { S: { } text }:
                writer.WriteString("S"u8, text);
                break;
            case { N: { } number }:
                writer.WriteString("N"u8, ValidNumber(number));
                break;
            case { B: { } binary }:
                writer.WriteBase64String("B"u8, Bytes(binary));
                break;
            case { BOOL: { } boolean }:
                writer.WriteBoolean("BOOL"u8, boolean);
                break;
            case { NULL: { } nothing }:
                writer.WriteBoolean("NULL"u8, nothing);
                break;
            // An unset collection is null, or empty if the application sets AWSConfigs.InitializeCollections. Nonempty collections are checked
            // first, and the Is...Set properties distinguish empty values from unset ones.
            case { SS.Count: > 0 }:
                WriteArray(writer, "SS"u8, value.SS, static (writer, text) => writer.WriteStringValue(text ?? throw MissingType()));
                break;
            case { NS.Count: > 0 }:
                WriteArray(writer, "NS"u8, value.NS, static (writer, number) => writer.WriteStringValue(ValidNumber(number)));
                break;
            case { BS.Count: > 0 }:
                WriteArray(writer, "BS"u8, value.BS, static (writer, binary) => writer.WriteBase64StringValue(Bytes(binary ?? throw MissingType())));
                break;
            case { IsLSet: true }:
                WriteArray(writer, "L"u8, value.L ?? [], Write);
                break;
            case { IsMSet: true }:
                WriteMap(writer, value.M ?? []);
                break;
            default:
                throw MissingType();
        }

        writer.WriteEndObject();
    }

    private static bool IsValid(AttributeValue? value, int levels) => levels > 0 && value switch
    {
        { S: not null } => true,
        { N: { } number } => Numbers.IsNumber(number),
        { B: not null } or { BOOL: not null } or { NULL: not null } => true,
        { SS: { Count: > 0 } texts } => texts.TrueForAll(static text => text is not null),
        { NS: { Count: > 0 } numbers } => numbers.TrueForAll(static number => Numbers.IsNumber(number)),
        { BS: { Count: > 0 } binaries } => binaries.TrueForAll(static binary => binary is not null),
        { IsLSet: true } => AreValid(value.L, levels - 1),
        { IsMSet: true } => AreValid(value.M, levels - 1),
        _ => false,
    };

    // Without a closure: each item that the SDK has returned is checked.
    private static bool AreValid(List<AttributeValue>? items, int levels)
    {
        if (items is not null)
        {
            foreach (var item in items)
            {
                if (!IsValid(item, levels))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool AreValid(Dictionary<string, AttributeValue>? members, int levels)
    {
        if (members is not null)
        {
            foreach (var (_, member) in members)
            {
                if (!IsValid(member, levels))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> type, List<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(type);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, Dictionary<string, AttributeValue> members)
    {
        writer.WriteStartObject("M"u8);
        foreach (var (name, member) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, member);
        }

        writer.WriteEndObject();
    }

    private static string ValidNumber(string? number) =>
        Numbers.IsNumber(number) ? number : throw new FormatException("The SDK returned an invalid number.");

    private static FormatException MissingType() => new("The SDK returned a value without a type.");

    private static ReadOnlySpan<byte> Bytes(MemoryStream stream) =>
        stream.TryGetBuffer(out var buffer) ? buffer : stream.ToArray();

    /// <summary>Reads one value. The reader starts at its first token and ends at its last one.</summary>
    private static AttributeValue Read(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.PropertyName);
        var type = reader.GetString();
        Expect(reader.Read());
        var value = type switch
        {
            "S" => new AttributeValue { S = reader.GetString() },
            "N" => new AttributeValue { N = reader.GetString() },
            "B" => new AttributeValue { B = new MemoryStream(reader.GetBytesFromBase64()) },
            "BOOL" => new AttributeValue { BOOL = reader.GetBoolean() },
            "NULL" => new AttributeValue { NULL = reader.GetBoolean() },
            "L" => new AttributeValue { L = ReadArray(ref reader, Read), IsLSet = true },
            "M" => new AttributeValue { M = ReadMap(ref reader), IsMSet = true },
            "SS" => new AttributeValue { SS = ReadArray(ref reader, ReadText) },
            "NS" => new AttributeValue { NS = ReadArray(ref reader, ReadText) },
            "BS" => new AttributeValue { BS = ReadArray(ref reader, ReadBinary) },
            _ => throw NotDynamoDbJson(),
        };
        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndObject);
        return value;
    }

    private delegate T ItemReader<T>(ref Utf8JsonReader reader);

    private static string ReadText(ref Utf8JsonReader reader) => reader.GetString() ?? throw NotDynamoDbJson();

    private static MemoryStream ReadBinary(ref Utf8JsonReader reader) => new(reader.GetBytesFromBase64());

    private static List<T> ReadArray<T>(ref Utf8JsonReader reader, ItemReader<T> read)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray);
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref reader));
        }

        return items;
    }

    private static Dictionary<string, AttributeValue> ReadMap(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject);
        var members = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members[name] = Read(ref reader);
        }

        return members;
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw NotDynamoDbJson();
        }
    }

    private static FormatException NotDynamoDbJson() => new("The value is not valid DynamoDB JSON.");
}
