namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Which promise was broken.</summary>
internal enum ViolationKind
{
    /// <summary>An answer that no request may get: another status, or a cookie that does not belong to it.</summary>
    Answer,

    /// <summary>An ended session was read or written.</summary>
    Death,

    /// <summary>A late request with a dead id was given a session.</summary>
    Minted,

    /// <summary>Two sessions share an id, or one shows the other's fields.</summary>
    Shared,

    /// <summary>A change took effect twice.</summary>
    Twice,

    /// <summary>No order of the requests explains what was read from a field: a change was lost, invented or undone.</summary>
    Field,

    /// <summary>Each field can be explained by itself, but not all together: a change was torn, or an optimistic one rests on what had gone.</summary>
    Torn,

    /// <summary>A record holds more commit tokens than it may.</summary>
    Cost,

    /// <summary>All that was read can be explained, but not what is stored in the end.</summary>
    Durability,

    /// <summary>A session ends earlier than an answer has promised.</summary>
    Shortened,

    /// <summary>What is stored is neither a session nor a tombstone, or the tombstone outlives its time.</summary>
    Zombie,

    /// <summary>Nothing was shown either way: looking for an order took too long.</summary>
    Undecided,
}
