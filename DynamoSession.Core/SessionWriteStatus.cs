namespace DynamoSession.Core;

/// <summary>The outcome of a write.</summary>
public enum SessionWriteStatus
{
    /// <summary>The write is durable.</summary>
    Applied,

    /// <summary>An earlier attempt, whose response was lost, was applied and is durable. This attempt changed nothing.</summary>
    AlreadyApplied,

    /// <summary>Nothing was written: there is no item with the id.</summary>
    Missing,

    /// <summary>Nothing was written: the session was signed out, renewed or revoked.</summary>
    Dead,

    /// <summary>Nothing was written: the session has expired.</summary>
    Expired,

    /// <summary>Nothing was written: a conflicting write came first.</summary>
    Conflict,

    /// <summary>Nothing was written: all sessions of the user have been revoked since this one began to be bound to the user.</summary>
    Revoked,

    /// <summary>Nothing was written: the user has as many sessions as <see cref="SessionLimit"/> allows.</summary>
    LimitReached,
}
