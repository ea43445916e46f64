namespace DynamoSession.Core;

/// <summary>The outcome of loading a session.</summary>
public enum SessionLoadStatus
{
    /// <summary>A live session.</summary>
    Live,

    /// <summary>There is no item with the id.</summary>
    Missing,

    /// <summary>An expired session, whether or not DynamoDB has deleted it yet.</summary>
    Expired,

    /// <summary>A tombstone: the session was signed out, renewed or revoked less than a minute ago, and late requests may still arrive.</summary>
    Dead,

    /// <summary>A live session whose exclusive lease is held by another request.</summary>
    Leased,

    /// <summary>An item that is not a session record. It is left unchanged.</summary>
    Unreadable,
}
