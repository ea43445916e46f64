namespace DynamoSession.AspNetCore.Testing;

/// <summary>A call that a session made to its table, whether or not it succeeded. Every attempt is a call of its own.</summary>
public sealed class SessionTableCall
{
    internal SessionTableCall(SessionTableOperation operation, string sessionId, FieldChanges? changes)
    {
        Operation = operation;
        SessionId = sessionId;
        Changes = changes;
    }

    /// <summary>Gets what was asked.</summary>
    public SessionTableOperation Operation { get; }

    /// <summary>Gets the public id of the session, as <see cref="SessionSnapshot.Id"/> has it, to tell the calls of parallel tests apart.</summary>
    public string SessionId { get; }

    /// <summary>Gets whether DynamoDB bills the call as a write.</summary>
    public bool IsWrite => Operation != SessionTableOperation.Load;

    /// <summary>Gets what was written: of a <see cref="SessionTableOperation.Commit"/> the changed fields, of a <see cref="SessionTableOperation.Create"/> all fields; otherwise <see langword="null"/>.</summary>
    public FieldChanges? Changes { get; }

    /// <summary>Returns the operation, with the changes field by field.</summary>
    public override string ToString() => Changes is { IsEmpty: false } ? $"{Operation} ({Changes})" : Operation.ToString();
}
