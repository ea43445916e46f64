namespace DynamoSession.Core.Migration;

/// <summary>What a look-up in an old store found.</summary>
internal enum LegacySessionStatus
{
    /// <summary>A live session.</summary>
    Live,

    /// <summary>No record, or one without session data.</summary>
    Missing,

    /// <summary>A record whose time is over, whether or not it has been deleted yet.</summary>
    Expired,

    /// <summary>A record that cannot be read. It is left as it is.</summary>
    Corrupt,
}
