namespace DynamoSession.AspNetCore.Testing;

/// <summary>What a session asks of its table; the operations of <see cref="Core.ISessionTable"/>.</summary>
public enum SessionTableOperation
{
    /// <summary>A session was read. The only operation that is no write.</summary>
    Load,

    /// <summary>A new session was stored; or one under its new id, when the id is renewed.</summary>
    Create,

    /// <summary>Changes were written.</summary>
    Commit,

    /// <summary>The session was extended because it was used.</summary>
    Touch,

    /// <summary>The exclusive lease was taken, and the session read.</summary>
    Acquire,

    /// <summary>The exclusive lease was given back without a commit.</summary>
    Release,

    /// <summary>The session was ended under its old id, when the id is renewed.</summary>
    Fence,

    /// <summary>A migrated session took note that its old record is gone.</summary>
    CompleteMigration,

    /// <summary>The session was ended.</summary>
    Destroy,
}
