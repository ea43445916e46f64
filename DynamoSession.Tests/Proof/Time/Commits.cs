using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>Commits that have a different effect if they are applied twice.</summary>
internal static class Commits
{
    public static SessionCommit Increment(SessionRecord loaded, SessionLease? lease = null)
    {
        var fields = new SessionFields(new SessionFieldCodec(SessionFieldCodec.CreateDefaultOptions()), loaded.Fields);
        fields.Increment("count");
        return new SessionCommit
        {
            Loaded = loaded,
            Changes = fields.GetChanges(),
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = loaded.IdleTimeout,
            UserId = loaded.UserId,
            Lease = lease,
        };
    }
}
