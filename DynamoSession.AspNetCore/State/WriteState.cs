namespace DynamoSession.AspNetCore.State;

/// <summary>What is known of a write.</summary>
internal enum WriteState
{
    /// <summary>It is durable.</summary>
    Applied,

    /// <summary>It has changed nothing, and will not.</summary>
    NotApplied,

    /// <summary>Its answer got lost. It must be repeated, with its own token, before anything else is written.</summary>
    InDoubt,
}
