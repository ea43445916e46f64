using System.Text.Json.Serialization;

namespace DynamoSession.Core.Scans;

/// <summary>Source-generated serialization of a scan's position.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ScanState))]
internal sealed partial class ScanJson : JsonSerializerContext;
