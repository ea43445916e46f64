using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Converts a session that was serialized by PHP to fields.</summary>
internal static class PhpFields
{
    private const int MaxNameBytes = 65_535;

    /// <param name="php">A serialized array.</param>
    /// <returns>The array's members.</returns>
    /// <exception cref="FormatException">The data is not an array, is malformed, or continues after the array's end.</exception>
    public static ConvertedFields Read(ReadOnlySpan<byte> php)
    {
        var fields = new ConvertedFields();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new PhpReader(php);
        for (var left = reader.ReadArrayStart(); left > 0; left--)
        {
            var key = ReadKey(ref reader, names);
            var name = Encoding.UTF8.GetString(key);

            // The value's end is found first, so that a value that cannot be converted does not affect other fields.
            var value = reader.Skip();
            if (!Utf8.IsValid(key))
            {
                fields.AddProblem(name, "its name is not valid UTF-8");
            }
            else if (TryConvert(value, out var converted) is { } problem)
            {
                fields.AddProblem(name, problem);
            }
            else
            {
                fields.Add(name, converted!);
            }
        }

        reader.ReadArrayEnd();
        return reader.IsAtEnd ? fields : throw new FormatException("There is data after the end of the serialized array.");
    }

    /// <summary>Converts one value.</summary>
    /// <param name="php">The serialized value.</param>
    /// <param name="value">The converted value.</param>
    /// <returns>Why DynamoDB cannot store the value; <see langword="null"/> if it can.</returns>
    /// <exception cref="FormatException">The value is malformed.</exception>
    public static string? TryConvert(ReadOnlySpan<byte> php, out SessionValue? value)
    {
        value = null;
        var output = new ArrayBufferWriter<byte>(php.Length + 16);
        using var writer = new Utf8JsonWriter(output, DynamoDbJson.Writing);
        var reader = new PhpReader(php);
        if (Write(ref reader, writer, openContainers: 0) is { } problem)
        {
            return problem;
        }

        writer.Flush();
        value = SessionValue.FromTrustedJson(output.WrittenSpan.ToArray());
        return null;
    }

    // Each returns the problem that stops it, if any. The output is then discarded.
    private static string? Write(ref PhpReader reader, Utf8JsonWriter writer, int openContainers)
    {
        string? problem = null;
        writer.WriteStartObject();
        switch (reader.Type)
        {
            case (byte)'N':
                reader.ReadNull();
                writer.WriteBoolean("NULL"u8, true);
                break;
            case (byte)'b':
                writer.WriteBoolean("BOOL"u8, reader.ReadBoolean());
                break;
            case (byte)'i':
                writer.WriteString("N"u8, reader.ReadInteger().ToString(CultureInfo.InvariantCulture));
                break;
            case (byte)'d':
                problem = WriteFloat(reader.ReadFloat(), writer);
                break;
            case (byte)'s':
                WriteBytes(reader.ReadString(), writer);
                break;
            case (byte)'a':
                problem = WriteArray(ref reader, writer, openContainers);
                break;
            default:
                // An object or a reference is kept as serialized text, which PHP can deserialize again.
                WriteBytes(reader.Skip(), writer);
                break;
        }

        writer.WriteEndObject();
        return problem;
    }

    private static string? WriteArray(ref PhpReader reader, Utf8JsonWriter writer, int openContainers)
    {
        if (openContainers >= FieldLimits.MaxDepth)
        {
            return LegacyValueProblem.TooDeep;
        }

        var count = reader.ReadArrayStart();
        var problem = reader.IsList(count)
            ? WriteList(ref reader, count, writer, openContainers + 1)
            : WriteMap(ref reader, count, writer, openContainers + 1);
        if (problem is null)
        {
            reader.ReadArrayEnd();
        }

        return problem;
    }

    private static string? WriteList(ref PhpReader reader, int count, Utf8JsonWriter writer, int openContainers)
    {
        writer.WriteStartArray("L"u8);
        for (var left = count; left > 0; left--)
        {
            reader.ReadInteger();
            if (Write(ref reader, writer, openContainers) is { } problem)
            {
                return problem;
            }
        }

        writer.WriteEndArray();
        return null;
    }

    private static string? WriteMap(ref PhpReader reader, int count, Utf8JsonWriter writer, int openContainers)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject("M"u8);
        for (var left = count; left > 0; left--)
        {
            var name = ReadKey(ref reader, names);
            if (ProblemOfName(name) is { } nameProblem)
            {
                return nameProblem;
            }

            writer.WritePropertyName(name);
            if (Write(ref reader, writer, openContainers) is { } problem)
            {
                return problem;
            }
        }

        writer.WriteEndObject();
        return null;
    }

    private static string? WriteFloat(ReadOnlySpan<byte> number, Utf8JsonWriter writer)
    {
        if (PhpReader.IsNotFinite(number))
        {
            return "a number in it is infinite or NaN";
        }

        var problem = DecimalNumber.TryParse(number, out var parsed);
        if (problem != NumberProblem.None)
        {
            return LegacyValueProblem.Of(problem);
        }

        Span<byte> text = stackalloc byte[DecimalNumber.MaxTextLength];
        writer.WriteString("N"u8, text[..parsed.Format(text)]);
        return null;
    }

    private static void WriteBytes(ReadOnlySpan<byte> bytes, Utf8JsonWriter writer)
    {
        if (Utf8.IsValid(bytes))
        {
            writer.WriteString("S"u8, bytes);
        }
        else
        {
            writer.WriteBase64String("B"u8, bytes);
        }
    }

    private static string? ProblemOfName(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? LegacyValueProblem.EmptyName
        : name.Length > MaxNameBytes ? LegacyValueProblem.LongName
        : Utf8.IsValid(name) ? null
        : "a property name in it is not valid UTF-8";

    /// <param name="reader">The reader, positioned before a key.</param>
    /// <param name="names">The preceding keys; a PHP array has no duplicate keys.</param>
    private static ReadOnlySpan<byte> ReadKey(ref PhpReader reader, HashSet<string> names)
    {
        var key = reader.Type == 'i'
            ? Encoding.ASCII.GetBytes(reader.ReadInteger().ToString(CultureInfo.InvariantCulture))
            : reader.ReadString();

        // Latin-1 maps each byte to one character, so that keys that are not valid UTF-8 stay distinct.
        return names.Add(Encoding.Latin1.GetString(key)) ? key : throw new FormatException("A serialized array has a duplicate key.");
    }
}
