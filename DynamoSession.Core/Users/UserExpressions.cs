using DynamoSession.Core.Expressions;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Users;

/// <summary>Creates the update expressions of a user's item.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class UserExpressions(RecordAttributes attributes)
{
    // Longer than any session lives without a write of its own, so that a revocation is known while there can be sessions from before.
    private static readonly TimeSpan Lifetime = SessionCreation.LongestIdleTimeout + TimeSpan.FromDays(1);

    /// <summary>Registers a session, unless the user's sessions were revoked since it began to be bound to the user.</summary>
    public UpdateExpression Register(UserRegistration registration, long since, long now)
    {
        var builder = Keep(now);
        builder.AddToSet(builder.Name("#ids", RecordAttributes.Registrations), builder.Value(":ids", RecordValues.TextSet([registration.Format()])));
        var revoked = builder.Name("#rev", RecordAttributes.RevokedAt);
        var spared = builder.Name("#spared", RecordAttributes.Spared);
        var condition = $"attribute_not_exists({revoked}) OR {revoked} < {builder.Value(":since", since)}"
            + $" OR contains({spared}, {builder.Value(":id", RecordValues.Text(registration.SessionId))})";
        return builder.Build(registration.PredecessorId is { } predecessor
            ? $"{condition} OR contains({spared}, {builder.Value(":predecessor", RecordValues.Text(predecessor))})"
            : condition);
    }

    /// <summary>Removes registrations.</summary>
    public UpdateExpression Remove(IEnumerable<UserRegistration> registrations)
    {
        var builder = new UpdateExpressionBuilder();
        builder.DeleteFromSet(
            builder.Name("#ids", RecordAttributes.Registrations), builder.Value(":ids", RecordValues.TextSet(registrations.Select(registration => registration.Format()))));

        // Nothing is left of a user whose item has been deleted meanwhile.
        return builder.Build($"attribute_exists({builder.Name("#id", attributes.Key)})");
    }

    /// <summary>Refuses all bindings that have begun, unless that was done at a later time already.</summary>
    /// <param name="revokedAt">The time of the revocation, in microseconds since 1970.</param>
    /// <param name="spared">The public id of a session that is spared; null for none.</param>
    /// <param name="now">The current time.</param>
    public UpdateExpression Revoke(long revokedAt, string? spared, long now)
    {
        var builder = Keep(now);
        var revoked = builder.Name("#rev", RecordAttributes.RevokedAt);
        builder.Set(revoked, builder.Value(":rev", revokedAt));
        var name = builder.Name("#spared", RecordAttributes.Spared);
        _ = spared is null ? builder.Remove(name) : builder.Set(name, builder.Value(":spared", RecordValues.TextSet([spared])));
        return builder.Build($"attribute_not_exists({revoked}) OR {revoked} < :rev");
    }

    /// <summary>Spares more sessions, unless a later revocation does not.</summary>
    public static UpdateExpression Spare(long revokedAt, IEnumerable<string> spared)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name("#spared", RecordAttributes.Spared), builder.Value(":spared", RecordValues.TextSet(spared)));
        return builder.Build($"{builder.Name("#rev", RecordAttributes.RevokedAt)} = {builder.Value(":rev", revokedAt)}");
    }

    private UpdateExpressionBuilder Keep(long now)
    {
        var builder = new UpdateExpressionBuilder();
        return builder
            .Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", now + (long)Lifetime.TotalSeconds))
            .Set(builder.Name("#fmt", RecordAttributes.Format), builder.Value(":fmt", RecordLimits.Format));
    }
}
