using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>Says in DynamoDB's language how a session is created, touched and destroyed. <see cref="CommitExpressions"/> has the rest.</summary>
/// <param name="attributes">What the attributes are called.</param>
internal sealed class SessionExpressions(RecordAttributes attributes)
{
    public UpdateExpression Create(SessionCreation creation, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder
            .Set(builder.Name("#s", attributes.Fields), builder.Value(":s", RecordValues.Map(creation.Fields)))
            .Set(builder.Name("#rt", RecordAttributes.CommitTokens), builder.Value(":rt", RecordValues.Tokens(creation.Token, now)))
            .Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", creation.ExpiresAt.ToUnixTimeSeconds()))
            .Set(builder.Name("#iat", RecordAttributes.CreatedAt), builder.Value(":iat", creation.CreatedAt.ToUnixTimeSeconds()))
            .Set(builder.Name("#ver", RecordAttributes.Version), builder.Value(":ver", creation.Version))
            .Set(builder.Name("#fmt", RecordAttributes.Format), builder.Value(":fmt", RecordLimits.Format));
        if (creation.AbsoluteExpiresAt is { } end)
        {
            builder.Set(builder.Name("#abs", RecordAttributes.AbsoluteEnd), builder.Value(":abs", end.ToUnixTimeSeconds()));
        }

        if (creation.IdleTimeout is { } idleTimeout)
        {
            builder.Set(builder.Name("#idle", RecordAttributes.IdleTimeout), builder.Value(":idle", (long)idleTimeout.TotalSeconds));
        }

        if (creation.UserId is { } userId)
        {
            builder.Set(builder.Name("#uid", RecordAttributes.User), builder.Value(":uid", RecordValues.Text(userId)));
        }

        if (creation.IsPersistent)
        {
            builder.Set(builder.Name("#keep", RecordAttributes.Persistent), builder.Value(":keep", RecordValues.True));
        }

        if (creation.Origin is { } origin)
        {
            builder.Set(builder.Name("#old", RecordAttributes.Origin), builder.Value(":old", OriginValues.Encode(origin)));
        }

        var absent = $"attribute_not_exists({builder.Name("#id", attributes.Key)})";
        return Replaceable(builder, creation, now) is { } replaceable ? Replace(builder, creation, absent, replaceable) : builder.Build(absent);
    }

    public UpdateExpression Touch(TimeSpan? idleTimeout, long expires, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", expires));
        return builder.Build($"{LifeCondition(builder, attributes, now)} AND #expires < :expires AND {IdleCondition(builder, idleTimeout)}");
    }

    public UpdateExpression Destroy(long now)
    {
        var builder = Tombstone(TombstoneReason.SignedOut, now);
        return builder.Build($"attribute_exists({builder.Name("#id", attributes.Key)}) AND attribute_not_exists(#dead)");
    }

    public UpdateExpression Fence(SessionFence fence, long now)
    {
        // By its own token a repeated attempt tells its own tombstone from somebody else's.
        var builder = Tombstone(TombstoneReason.Renewed, now);
        var condition = LifeCondition(builder, attributes, now);
        builder.Set($"{builder.Name("#rt", RecordAttributes.CommitTokens)}.{builder.Name("#t", fence.Token)}", ":now");
        condition += $" AND {builder.Name("#ver", RecordAttributes.Version)} = {builder.Value(":ver", fence.Version)}";
        return builder.Build(fence.Lease is { } lease ? $"{condition} AND {LeaseCondition(builder, lease)}" : condition);
    }

    public UpdateExpression Acquire(SessionLease lease, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder
            .Set(builder.Name("#lk", RecordAttributes.LeaseOwner), builder.Value(":owner", RecordValues.Text(lease.Owner)))
            .Set(builder.Name("#lkx", RecordAttributes.LeaseExpires), builder.Value(":until", now + (long)Math.Ceiling(lease.Duration.TotalSeconds)));
        // The format keeps it from writing into what is no session of ours.
        var format = $"{builder.Name("#fmt", RecordAttributes.Format)} <= {builder.Value(":fmt", RecordLimits.Format)}";
        return builder.Build($"{LifeCondition(builder, attributes, now)} AND {format} AND (attribute_not_exists(#lk) OR #lkx <= :now)");
    }

    public UpdateExpression DetachOrigin(long now)
    {
        var builder = new UpdateExpressionBuilder();
        var life = LifeCondition(builder, attributes, now);
        var origin = builder.Name("#old", RecordAttributes.Origin);
        var legacyId = $"{origin}.{builder.Name("#oid", OriginValues.LegacyId)}";
        return builder
            .Set($"{origin}.{builder.Name("#at", OriginValues.CompletedAt)}", ":now")
            .Remove(legacyId)
            .Remove($"{origin}.{builder.Name("#until", OriginValues.OpensUntil)}")
            .Remove($"{origin}.{builder.Name("#ahead", OriginValues.IsAhead)}")
            .Build($"{life} AND attribute_exists({legacyId})");
    }

    public static UpdateExpression Release(SessionLease lease)
    {
        var builder = new UpdateExpressionBuilder();
        return builder
            .Remove(builder.Name("#lk", RecordAttributes.LeaseOwner))
            .Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires))
            .Build(LeaseCondition(builder, lease));
    }

    /// <summary>Without the first two an update would create the item, and so bring a destroyed session back.</summary>
    public static string LifeCondition(UpdateExpressionBuilder builder, RecordAttributes attributes, long now) =>
        $"attribute_exists({builder.Name("#id", attributes.Key)})"
        + $" AND attribute_not_exists({builder.Name("#dead", RecordAttributes.Dead)})"
        + $" AND {builder.Name("#expires", attributes.Expires)} > {builder.Value(":now", now)}";

    /// <summary>An end that was reckoned by the loaded idle timeout is none by another.</summary>
    public static string IdleCondition(UpdateExpressionBuilder builder, TimeSpan? loaded)
    {
        var idle = builder.Name("#idle", RecordAttributes.IdleTimeout);
        return loaded is { } timeout ? $"{idle} = {builder.Value(":idle", (long)timeout.TotalSeconds)}" : $"attribute_not_exists({idle})";
    }

    public static string LeaseCondition(UpdateExpressionBuilder builder, SessionLease lease) =>
        $"{builder.Name("#lk", RecordAttributes.LeaseOwner)} = {builder.Value(":owner", RecordValues.Text(lease.Owner))}";

    /// <summary>
    /// The fields go. The tokens stay: a commit that was applied before the end, and whose answer got lost, is tried again after it,
    /// and must not be told that it was not written.
    /// </summary>
    private UpdateExpressionBuilder Tombstone(string reason, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder
            .Set(builder.Name("#dead", RecordAttributes.Dead), builder.Value(":reason", RecordValues.Text(reason)))
            .Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", now + RecordLimits.TombstoneSeconds))
            .Remove(builder.Name("#s", attributes.Fields));
        RemoveExtras(builder);
        return builder;
    }

    /// <returns>Which item a creation may replace; null for none.</returns>
    private static string? Replaceable(UpdateExpressionBuilder builder, SessionCreation creation, long now)
    {
        if (creation.ReplacesEnded)
        {
            return $"(#expires <= {builder.Value(":now", now)} OR attribute_exists({builder.Name("#dead", RecordAttributes.Dead)}))";
        }

        if (creation.Origin is null)
        {
            return null;
        }

        var replaceable = $"#expires <= {builder.Value(":now", now)} OR #old.{builder.Name("#ahead", OriginValues.IsAhead)} = {builder.Value(":true", RecordValues.True)}";
        if (creation.ReplacesUncommitted)
        {
            replaceable += $" OR (#ver = :ver AND attribute_exists(#old.{builder.Name("#oid", OriginValues.LegacyId)}) AND #old.{builder.Name("#until", OriginValues.OpensUntil)} > :now)";
        }

        return $"({replaceable}) AND attribute_not_exists({builder.Name("#dead", RecordAttributes.Dead)})";
    }

    private static UpdateExpression Replace(UpdateExpressionBuilder builder, SessionCreation creation, string absent, string replaceable)
    {
        // What the former session left must not become the new one's.
        builder.Remove(builder.Name("#dead", RecordAttributes.Dead)).Remove(builder.Name("#lk", RecordAttributes.LeaseOwner)).Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires));
        RemoveUnless(creation.AbsoluteExpiresAt is not null, "#abs", RecordAttributes.AbsoluteEnd);
        RemoveUnless(creation.IdleTimeout is not null, "#idle", RecordAttributes.IdleTimeout);
        RemoveUnless(creation.UserId is not null, "#uid", RecordAttributes.User);
        RemoveUnless(creation.IsPersistent, "#keep", RecordAttributes.Persistent);
        RemoveUnless(creation.Origin is not null, "#old", RecordAttributes.Origin);

        // The token is for a creation whose answer got lost and that has meanwhile expired: trying it again must not revive it.
        return builder.Build($"{absent} OR ({replaceable} AND attribute_not_exists(#rt.{builder.Name("#t", creation.Token)}))");

        void RemoveUnless(bool isSet, string placeholder, string name)
        {
            if (!isSet)
            {
                builder.Remove(builder.Name(placeholder, name));
            }
        }
    }

    private static void RemoveExtras(UpdateExpressionBuilder builder) => builder
        .Remove(builder.Name("#uid", RecordAttributes.User))
        .Remove(builder.Name("#idle", RecordAttributes.IdleTimeout))
        .Remove(builder.Name("#lk", RecordAttributes.LeaseOwner))
        .Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires))
        .Remove(builder.Name("#keep", RecordAttributes.Persistent))
        .Remove(builder.Name("#old", RecordAttributes.Origin));
}
