using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoSession.Benchmarks.Counts;

/// <summary>Counts how often a cart is encoded.</summary>
internal sealed class CountingConverter : JsonConverter<Cart>
{
    public int Written { get; set; }

    public override Cart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new() { Items = reader.GetInt32() };

    public override void Write(Utf8JsonWriter writer, Cart value, JsonSerializerOptions options)
    {
        Written++;
        writer.WriteNumberValue(value.Items);
    }
}
