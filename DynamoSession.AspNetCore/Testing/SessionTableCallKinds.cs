namespace DynamoSession.AspNetCore.Testing;

/// <summary>Kinds of calls to the table.</summary>
[Flags]
public enum SessionTableCallKinds
{
    /// <summary>The session is loaded.</summary>
    Reads = 1,

    /// <summary>Everything else: commits, touches, ends, leases.</summary>
    Writes = 2,

    /// <summary>All calls.</summary>
    All = Reads | Writes,
}
