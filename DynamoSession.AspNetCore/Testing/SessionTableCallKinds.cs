namespace DynamoSession.AspNetCore.Testing;

/// <summary>Kinds of calls to the table.</summary>
[Flags]
public enum SessionTableCallKinds
{
    /// <summary>Loads.</summary>
    Reads = 1,

    /// <summary>Everything else: commits, touches, destroys, leases.</summary>
    Writes = 2,

    /// <summary>All calls.</summary>
    All = Reads | Writes,
}
