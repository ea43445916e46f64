using System.Text.Json.Serialization;

namespace OnlineCounter;

/// <summary>The responses: there is no reflection in a program that is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(OnlineCount))]
internal sealed partial class OnlineJson : JsonSerializerContext;
