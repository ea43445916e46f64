namespace DynamoSession.Core;

/// <summary>How current a loaded session has to be.</summary>
public enum SessionConsistency
{
    /// <summary>The application's setting; for the application itself, <see cref="Strong"/>.</summary>
    Default,

    /// <summary>A strongly consistent read: every commit that was acknowledged before is seen.</summary>
    Strong,

    /// <summary>
    /// An eventually consistent read at half the price. It may miss the latest commits, and may show a session that was
    /// destroyed, for the replication lag (usually well under a second); such a session can never be written. A session
    /// that seems to be missing is looked up once more with a strong read.
    /// </summary>
    Eventual,

    /// <summary>
    /// Every request of a browser sees what that browser's acknowledged requests have written, at the price of eventual reads nearly
    /// always. Two small cookies beside the session's say when a strong read is needed. They are a convenience, not a security
    /// boundary: a client that forges them reads stale data of its own session at the worst.
    /// </summary>
    ReadYourWrites,
}
