namespace DynamoSession.Core;

/// <summary>What happens when several requests change one session at the same time.</summary>
public enum SessionConcurrency
{
    /// <summary>The less specific policy's setting; without one, <see cref="Merge"/>.</summary>
    Default,

    /// <summary>Changes of different fields all survive; of two changes of one field the later one does.</summary>
    Merge,

    /// <summary>A request whose session was committed by another since it was loaded is refused: 409, and nothing of it is written.</summary>
    Optimistic,

    /// <summary>
    /// Requests with this setting work on the session one after the other. It costs a write for every request, and waiting: 423 when
    /// the turn does not come in time. Requests with another setting do not wait and are not waited for.
    /// </summary>
    Exclusive,
}
