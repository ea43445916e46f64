namespace DynamoSession.Core;

/// <summary>What happens if several requests change a session at the same time.</summary>
public enum SessionConcurrency
{
    /// <summary>The setting of the less specific policy; <see cref="Merge"/> if there is none.</summary>
    Default,

    /// <summary>Changes of different fields are merged. If two requests change the same field, the last one wins.</summary>
    Merge,

    /// <summary>A commit is refused with 409 if another request has committed since the session was loaded. Nothing is written.</summary>
    Optimistic,

    /// <summary>
    /// Requests with this setting use the session one at a time. Each costs an additional write and may have to wait; if it cannot get the
    /// lease in time, the response is 423. Requests with other settings are not affected.
    /// </summary>
    Exclusive,
}
