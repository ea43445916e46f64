namespace DynamoSession.Benchmarks.Stores;

/// <summary>What <see cref="RecordingDynamoDb"/> does with a call.</summary>
internal enum RecordingMode
{
    /// <summary>Passes it on, and asks what it consumes.</summary>
    Count,

    /// <summary>Passes it on, and keeps the response.</summary>
    Record,

    /// <summary>Gives it the response that was kept.</summary>
    Replay,
}
