using System.Text.Json.Serialization;

namespace OnlineCounter;

internal sealed record BatchItemFailure([property: JsonPropertyName("itemIdentifier")] string SequenceNumber);
