namespace DynamoSession.AspNetCore.Testing;

/// <summary>The calls that a session makes to its table; the operations of <see cref="Core.ISessionTable"/>.</summary>
public enum SessionTableOperation
{
    /// <summary>Reads a session. The only operation that is not a write.</summary>
    Load,

    /// <summary>Stores a new session, or the copy under a new id when the id is renewed.</summary>
    Create,

    /// <summary>Writes changes.</summary>
    Commit,

    /// <summary>Extends a session because it was used.</summary>
    Touch,

    /// <summary>Acquires the exclusive lease and reads the session.</summary>
    Acquire,

    /// <summary>Releases the exclusive lease without a commit.</summary>
    Release,

    /// <summary>Fences the previous id when the id is renewed.</summary>
    Fence,

    /// <summary>Marks a migration as completed, because the legacy record has been deleted.</summary>
    CompleteMigration,

    /// <summary>Destroys a session.</summary>
    Destroy,
}
