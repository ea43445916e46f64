namespace DynamoSession.Tests.Proof.Histories;

/// <summary>What a client does in a step.</summary>
internal enum HistoryAction
{
    Read,
    Write,

    /// <summary>The session gets a new id, with or without changes to its fields.</summary>
    Renew,

    /// <summary>The user signs out; fields that are changed start a new session.</summary>
    Destroy,

    /// <summary>No request; the clock jumps forward.</summary>
    Jump,
}
