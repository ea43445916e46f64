namespace DynamoSession.Tests.Proof.Histories;

/// <summary>What a step of a client is about.</summary>
internal enum HistoryAction
{
    Read,
    Write,

    /// <summary>The session gets a new id, with or without changes of fields.</summary>
    Renew,

    /// <summary>The session ends; fields that are changed start a new one.</summary>
    Destroy,

    /// <summary>No request: the clock moves.</summary>
    Jump,
}
