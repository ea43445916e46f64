using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Reads and writes enums by name, exactly like <see cref="JsonStringEnumConverter"/>, which generates code for each enum at run time. This
/// converter works with boxed values, so that it also works where there is no reflection or dynamic code.
/// </summary>
internal sealed class EnumNameConverter : JsonConverter<object>
{
    public override bool CanConvert(Type typeToConvert) => EnumOf(typeToConvert).IsEnum;

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var names = EnumNames.Of(EnumOf(typeToConvert));
        return reader.TokenType switch
        {
            JsonTokenType.String => names.Parse(reader.GetString()!),
            JsonTokenType.Number when reader.TryGetInt64(out var number) => names.FromNumber(number),
            JsonTokenType.Number when reader.TryGetUInt64(out var number) => names.FromNumber(number),
            _ => null,
        } ?? throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        if (EnumNames.Of(value.GetType()).Format(value) is { } name)
        {
            writer.WriteStringValue(name);
        }
        else
        {
            writer.WriteRawValue(EnumNames.NumberOf(value));
        }
    }

    public override object ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EnumNames.Of(EnumOf(typeToConvert)).Parse(reader.GetString()!) ?? throw new JsonException();

    public override void WriteAsPropertyName(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        writer.WritePropertyName(EnumNames.Of(value.GetType()).Format(value) ?? EnumNames.NumberOf(value));

    private static Type EnumOf(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
