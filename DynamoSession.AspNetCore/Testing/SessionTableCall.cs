namespace DynamoSession.AspNetCore.Testing;

/// <summary>A call that a session has made to its table, whether or not it succeeded. Every attempt is a separate call.</summary>
public sealed class SessionTableCall
{
    internal SessionTableCall(SessionTableOperation operation, string sessionId, FieldChanges? changes)
    {
        Operation = operation;
        SessionId = sessionId;
        Changes = changes;
    }

    /// <summary>Gets the kind of call.</summary>
    public SessionTableOperation Operation { get; }

    /// <summary>Gets the public id of the session, as <see cref="SessionSnapshot.Id"/>, to distinguish the calls of parallel tests.</summary>
    public string SessionId { get; }

    /// <summary>Gets whether DynamoDB bills the call as a write.</summary>
    public bool IsWrite => Operation != SessionTableOperation.Load;

    /// <summary>Gets what was written: the changed fields for a <see cref="SessionTableOperation.Commit"/>, all fields for a <see cref="SessionTableOperation.Create"/>; otherwise <see langword="null"/>.</summary>
    public FieldChanges? Changes { get; }

    /// <summary>Returns the operation, with the changes field by field.</summary>
    public override string ToString() => Changes is { IsEmpty: false } ? $"{Operation} ({Changes})" : Operation.ToString();
}
