namespace DynamoSession.Core;

/// <summary>What became of a write.</summary>
public enum SessionWriteStatus
{
    /// <summary>The write is durable.</summary>
    Applied,

    /// <summary>The write is durable since an earlier attempt whose answer got lost; this attempt changed nothing.</summary>
    AlreadyApplied,

    /// <summary>Nothing was written: there is no item under that id.</summary>
    Missing,

    /// <summary>Nothing was written: the session was ended on purpose.</summary>
    Dead,

    /// <summary>Nothing was written: the session's time is over.</summary>
    Expired,

    /// <summary>Nothing was written: somebody else's write came first.</summary>
    Conflict,
}
