namespace DynamoSession.Core;

/// <summary>What a look-up found.</summary>
public enum SessionLoadStatus
{
    /// <summary>A live session.</summary>
    Live,

    /// <summary>No item under that id.</summary>
    Missing,

    /// <summary>An item whose time is over, whether or not DynamoDB has deleted it yet.</summary>
    Expired,

    /// <summary>A tombstone: the session was ended less than a minute ago, and late requests may still be on their way.</summary>
    Dead,

    /// <summary>A live session whose exclusive lease somebody else holds.</summary>
    Leased,

    /// <summary>An item that is no session record. It is left as it is.</summary>
    Unreadable,
}
