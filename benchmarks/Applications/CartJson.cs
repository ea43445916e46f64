using System.Text.Json.Serialization;

namespace DynamoSession.Benchmarks.Applications;

[JsonSerializable(typeof(List<CartLine>))]
internal sealed partial class CartJson : JsonSerializerContext;
