namespace DynamoSession.AspNetCore;

/// <summary>
/// The names of this package's metrics, for <c>AddMeter</c>, views and queries. <c>docs/telemetry.md</c> lists their units, attributes and
/// values.
/// </summary>
public static class DynamoSessionMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "DynamoSession";

    /// <summary>A histogram in seconds: how long loading a request's session took, by outcome.</summary>
    public const string LoadDuration = "dynamosession.load.duration";

    /// <summary>A histogram in seconds: how long a commit took, retries included, by outcome.</summary>
    public const string CommitDuration = "dynamosession.commit.duration";

    /// <summary>A histogram in seconds: how long extending a session that was used took, by outcome.</summary>
    public const string TouchDuration = "dynamosession.touch.duration";

    /// <summary>A histogram in seconds: how long giving a session a new id took, by outcome. Part of a commit.</summary>
    public const string RenewalDuration = "dynamosession.renewal.duration";

    /// <summary>A histogram in seconds: how long destroying a session took, by outcome. Part of a commit.</summary>
    public const string DestroyDuration = "dynamosession.destroy.duration";

    /// <summary>A histogram in seconds: how long an exclusive request waited for its lease, acquiring it included, by outcome. Part of a load.</summary>
    public const string LeaseWaitDuration = "dynamosession.lease.wait.duration";

    /// <summary>A counter of the consumed read capacity units.</summary>
    public const string ReadCapacity = "dynamosession.capacity.read";

    /// <summary>A counter of the consumed write capacity units.</summary>
    public const string WriteCapacity = "dynamosession.capacity.write";

    /// <summary>A histogram in bytes: the size of an item that was loaded or written, computed by DynamoDB's rules.</summary>
    public const string ItemSize = "dynamosession.item.size";

    /// <summary>A histogram: how many fields a commit that was applied has changed.</summary>
    public const string ChangedFields = "dynamosession.commit.changed_fields";

    /// <summary>A counter of further attempts to write, in addition to those of the SDK.</summary>
    public const string WriteRetries = "dynamosession.write.retries";

    /// <summary>A counter of writes whose response was lost, and which turned out to have been applied.</summary>
    public const string AlreadyApplied = "dynamosession.write.already_applied";

    /// <summary>A counter of eventually consistent reads that had to be repeated as strongly consistent ones.</summary>
    public const string StrongRereads = "dynamosession.load.strong_rereads";

    /// <summary>A counter of ids in cookies that led to no live session, by reason.</summary>
    public const string RejectedIds = "dynamosession.rejected_ids";

    /// <summary>A counter of touches that were skipped, because calls are being throttled.</summary>
    public const string TouchesShed = "dynamosession.touch.shed";

    /// <summary>A counter of exclusive requests that were refused at once, because too many were waiting for the same session.</summary>
    public const string LeaseQueueRejections = "dynamosession.lease.queue_rejections";

    /// <summary>A counter of sessions that were bound to a user.</summary>
    public const string SignIns = "dynamosession.sign_ins";

    /// <summary>A counter of calls of the directory that end sessions.</summary>
    public const string Revocations = "dynamosession.revocations";

    /// <summary>A counter of the sessions that those calls have ended.</summary>
    public const string RevokedSessions = "dynamosession.revoked_sessions";

    /// <summary>A counter of requests with legacy cookies, by store and outcome.</summary>
    public const string Migrations = "dynamosession.migrations";
}
