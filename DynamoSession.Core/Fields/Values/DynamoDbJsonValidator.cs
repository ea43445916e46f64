using System.Text.Json;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Validates all of a value from outside once, so that the code that uses it does not have to.</summary>
internal static class DynamoDbJsonValidator
{
    /// <returns>The value's type.</returns>
    /// <exception cref="FormatException">The text is not valid DynamoDB JSON.</exception>
    public static SessionValueKind Validate(ReadOnlySpan<byte> utf8Json)
    {
        // The parser does not validate the UTF-8 inside strings.
        Expect(Utf8.IsValid(utf8Json));

        var reader = new Utf8JsonReader(utf8Json, DynamoDbJsonSyntax.Reading);
        try
        {
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            var kind = CheckValue(ref reader);
            Expect(!reader.Read());
            return kind;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parser's message may quote the value. It throws InvalidOperationException at an escaped lone surrogate.
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }
    }

    // The reader starts at the value's opening brace and ends at its closing one.
    private static SessionValueKind CheckValue(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.PropertyName);
        var kind = DynamoDbJsonSyntax.KindAt(ref reader);
        reader.Read();
        switch (kind)
        {
            case SessionValueKind.Boolean or SessionValueKind.Null:
                Expect(reader.TokenType is JsonTokenType.True or JsonTokenType.False);
                break;
            case SessionValueKind.List:
                CheckList(ref reader);
                break;
            case SessionValueKind.Map:
                CheckMap(ref reader);
                break;
            case SessionValueKind.StringSet:
                CheckSet(ref reader, SessionValueKind.String);
                break;
            case SessionValueKind.NumberSet:
                CheckSet(ref reader, SessionValueKind.Number);
                break;
            case SessionValueKind.BinarySet:
                CheckSet(ref reader, SessionValueKind.Binary);
                break;
            default:
                CheckScalar(ref reader, kind);
                break;
        }

        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndObject);
        return kind;
    }

    private static void CheckList(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            CheckValue(ref reader);
        }

        Expect(reader.TokenType == JsonTokenType.EndArray);
    }

    private static void CheckMap(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            DynamoDbJsonSyntax.Unescaped(ref reader);
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            CheckValue(ref reader);
        }
    }

    private static void CheckSet(ref Utf8JsonReader reader, SessionValueKind elements)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray && reader.Read());

        // DynamoDB has no empty sets.
        do
        {
            CheckScalar(ref reader, elements);
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.String);

        Expect(reader.TokenType == JsonTokenType.EndArray);
    }

    private static void CheckScalar(ref Utf8JsonReader reader, SessionValueKind kind)
    {
        Expect(reader.TokenType == JsonTokenType.String);
        var content = DynamoDbJsonSyntax.Unescaped(ref reader);
        Expect(kind switch
        {
            SessionValueKind.Number => DecimalNumber.TryParse(content, out _) == NumberProblem.None,
            SessionValueKind.Binary => reader.TryGetBytesFromBase64(out _),
            _ => true,
        });
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }
    }
}
