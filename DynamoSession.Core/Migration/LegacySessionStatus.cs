namespace DynamoSession.Core.Migration;

/// <summary>The outcome of loading a legacy session.</summary>
internal enum LegacySessionStatus
{
    /// <summary>A live session.</summary>
    Live,

    /// <summary>No record, or one without session data.</summary>
    Missing,

    /// <summary>An expired record, whether or not it has been deleted yet.</summary>
    Expired,

    /// <summary>A record that cannot be read. It is left unchanged.</summary>
    Corrupt,
}
