namespace DynamoSession.AspNetCore.State;

/// <summary>What is known about the outcome of a write.</summary>
internal enum WriteState
{
    /// <summary>The write was applied.</summary>
    Applied,

    /// <summary>The write was not applied, and will not be.</summary>
    NotApplied,

    /// <summary>The response was lost. The write must be repeated, with its token, before anything else is written.</summary>
    InDoubt,
}
