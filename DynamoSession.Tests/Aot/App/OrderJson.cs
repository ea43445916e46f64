using System.Text.Json.Serialization;

namespace DynamoSession.Tests.Aot.App;

[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
