using System.Text.Json.Serialization;

namespace DynamoSession.Tests.AspNetCore.Extensions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Line>))]
internal sealed partial class LineContext : JsonSerializerContext;
