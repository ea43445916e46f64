namespace DynamoSession.Core;

/// <summary>How up to date a loaded session must be.</summary>
public enum SessionConsistency
{
    /// <summary>The application's setting, which by default is <see cref="Strong"/>.</summary>
    Default,

    /// <summary>Strongly consistent reads: every acknowledged commit is visible.</summary>
    Strong,

    /// <summary>
    /// Eventually consistent reads, at half the cost. During the replication lag, usually well under a second, they may miss recent
    /// commits, or return a session that has been signed out; such a session can never be written. A session that appears to be missing
    /// is read once more with a strongly consistent read.
    /// </summary>
    Eventual,

    /// <summary>
    /// Every request of a browser sees what acknowledged requests of the same browser have written, nearly always at the cost of eventually
    /// consistent reads. Two small additional cookies indicate when a strongly consistent read is needed. They are not a security boundary: a
    /// client that forges them can at worst read stale data of its own session.
    /// </summary>
    ReadYourWrites,
}
