using System.Text.Json.Serialization;

namespace OnlineCounter;

/// <summary>Tells Lambda from where on a batch must be delivered again, if the function has <c>ReportBatchItemFailures</c>.</summary>
internal sealed record BatchResponse([property: JsonPropertyName("batchItemFailures")] IReadOnlyList<BatchItemFailure> Failures)
{
    public static BatchResponse Success { get; } = new([]);

    /// <param name="sequenceNumber">The first record that failed. Without one, the whole batch has failed, which Lambda understands from an empty text.</param>
    public static BatchResponse FailedFrom(string? sequenceNumber) => new([new BatchItemFailure(sequenceNumber ?? "")]);
}
