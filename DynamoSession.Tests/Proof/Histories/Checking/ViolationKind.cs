namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Which guarantee was broken.</summary>
internal enum ViolationKind
{
    /// <summary>A response that no request may get: an unexpected status, or a cookie that does not belong to it.</summary>
    Response,

    /// <summary>An ended session was read or written, or a live one was treated as ended.</summary>
    Lifecycle,

    /// <summary>A late request with an ended id was given a new session.</summary>
    Minted,

    /// <summary>Two sessions share an id, or one shows the other's fields.</summary>
    Shared,

    /// <summary>A change took effect twice.</summary>
    Duplicate,

    /// <summary>No order of the requests explains what was read from a field: a change was lost, invented or undone.</summary>
    Field,

    /// <summary>Each field can be explained by itself, but not all together: a change was torn, or an optimistic one was based on outdated fields.</summary>
    Torn,

    /// <summary>A record holds more commit tokens than it may.</summary>
    TooManyTokens,

    /// <summary>Everything that was read can be explained, but not what is stored at the end.</summary>
    Durability,

    /// <summary>A session expires earlier than a response has promised.</summary>
    Shortened,

    /// <summary>A stored item is neither a session nor a tombstone, or a tombstone expires too late.</summary>
    Zombie,

    /// <summary>No result: the search for an order took too long.</summary>
    Undecided,
}
