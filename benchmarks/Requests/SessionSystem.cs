namespace DynamoSession.Benchmarks.Requests;

/// <summary>What keeps the sessions of a pipeline.</summary>
public enum SessionSystem
{
    /// <summary>No session middleware at all.</summary>
    None,

    /// <summary><c>UseSession</c> over a distributed cache in memory.</summary>
    Microsoft,

    /// <summary><c>UseDynamoSession</c> over a table in memory.</summary>
    DynamoSession,
}
