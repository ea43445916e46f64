using DynamoSession.Core.Fields.Tracking;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>Creates the update expressions of all operations except commits, which are in <see cref="CommitExpressions"/>.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class SessionExpressions(RecordAttributes attributes)
{
    private const string Live = "attribute_exists(#id) AND attribute_not_exists(#dead) AND #expires > :now AND NOT #abs <= :now";

    public UpdateExpression Create(SessionCreation creation, long now, long? userSince = null)
    {
        var builder = new UpdateExpressionBuilder();
        builder
            .Set(builder.Name("#s", attributes.Fields), builder.Value(":s", RecordValues.Map(creation.Fields)))
            .Set(builder.Name("#rt", RecordAttributes.CommitTokens), builder.Value(":rt", RecordValues.Tokens(creation.Token, now)))
            .Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", creation.ExpiresAt.ToUnixTimeSeconds()))
            .Set(builder.Name("#iat", RecordAttributes.CreatedAt), builder.Value(":iat", creation.CreatedAt.ToUnixTimeSeconds()))
            .Set(builder.Name("#ver", RecordAttributes.Version), builder.Value(":ver", creation.Version))
            .Set(builder.Name("#sz", RecordAttributes.SizeBound), builder.Value(":sz", FieldSizes.SizeOf(creation.Fields)))
            .Set(builder.Name("#fmt", RecordAttributes.Format), builder.Value(":fmt", RecordLimits.Format));
        if (creation.AbsoluteExpiresAt is { } end)
        {
            builder.Set(builder.Name("#abs", RecordAttributes.AbsoluteExpiry), builder.Value(":abs", end.ToUnixTimeSeconds()));
        }

        if (creation.IdleTimeout is { } idleTimeout)
        {
            builder.Set(builder.Name("#idle", RecordAttributes.IdleTimeout), builder.Value(":idle", (long)idleTimeout.TotalSeconds));
        }

        if (creation.UserId is { } userId)
        {
            builder.Set(builder.Name("#uid", RecordAttributes.User), builder.Value(":uid", RecordValues.Text(userId)));
        }

        if (userSince is { } since)
        {
            builder.Set(builder.Name("#since", RecordAttributes.UserSince), builder.Value(":since", since));
        }

        if (creation.Description is { } description)
        {
            builder.Set(builder.Name("#who", RecordAttributes.Description), builder.Value(":who", RecordValues.Text(description)));
        }

        if (creation.IsPersistent)
        {
            builder.Set(builder.Name("#keep", RecordAttributes.Persistent), builder.Value(":keep", RecordValues.True));
        }

        if (creation.Ticket is { } ticket)
        {
            builder.Set(builder.Name("#auth", RecordAttributes.Ticket), builder.Value(":auth", RecordValues.Binary(ticket)));
        }

        if (creation.Origin is { } origin)
        {
            builder.Set(builder.Name("#old", RecordAttributes.Origin), builder.Value(":old", OriginValues.Encode(origin)));
        }

        var absent = $"attribute_not_exists({builder.Name("#id", attributes.Key)})";
        return ReplaceableCondition(builder, creation, now) is { } replaceable ? Replace(builder, creation, userSince, absent, replaceable) : builder.Build(absent);
    }

    public UpdateExpression Touch(TimeSpan? idleTimeout, long expires, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", expires));
        builder.Condition.Append(LiveCondition(builder, attributes, now)).Append(" AND #expires < :expires AND ").Append(IdleCondition(builder, idleTimeout));
        return builder.Build();
    }

    public UpdateExpression Destroy(long now)
    {
        var builder = Tombstone(TombstoneReason.SignedOut, now);
        return builder.Build($"attribute_exists({builder.Name("#id", attributes.Key)}) AND attribute_not_exists(#dead)");
    }

    /// <summary>Ends a session of a user; one that the index still lists may belong to another user by now.</summary>
    /// <param name="userId">The user; null for a session of any user, or of none.</param>
    /// <param name="registeredAt">When the session was registered for the user, in microseconds since 1970, if it may still have to be created or bound; it then never will be.</param>
    /// <param name="now">The current time.</param>
    public UpdateExpression Revoke(string? userId, long? registeredAt, long now)
    {
        var builder = Tombstone(TombstoneReason.Revoked, now);

        // A session that has not been created yet gets a tombstone too.
        var format = builder.Name("#fmt", RecordAttributes.Format);
        builder.Set(format, $"if_not_exists({format}, {builder.Value(":fmt", RecordLimits.Format)})");
        if (userId is null)
        {
            return builder.Build($"attribute_exists({builder.Name("#id", attributes.Key)}) AND attribute_not_exists(#dead)");
        }

        var isUsers = $"#uid = {builder.Value(":uid", RecordValues.Text(userId))}";
        if (registeredAt is not { } time)
        {
            return builder.Build($"attribute_not_exists(#dead) AND {isUsers}");
        }

        // It has no user yet, or one that it was bound to before, perhaps by a version that did not store when.
        return builder.Build(
            $"attribute_not_exists(#dead) AND (attribute_not_exists(#uid) OR {isUsers} OR attribute_not_exists(#since) OR #since < {builder.Value(":registered", time)})");
    }

    public UpdateExpression Fence(SessionFence fence, long now)
    {
        // The token lets a retry recognize its own tombstone.
        var builder = Tombstone(TombstoneReason.Renewed, now);
        var condition = LiveCondition(builder, attributes, now);
        if (fence.SuccessorId is { } successor)
        {
            builder.Set(builder.Name("#next", RecordAttributes.Successor), builder.Value(":next", RecordValues.Text(successor)));
        }

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
        // The format check prevents a write to an item that is not a session of this package.
        var format = $"{builder.Name("#fmt", RecordAttributes.Format)} <= {builder.Value(":fmt", RecordLimits.Format)}";
        return builder.Build($"{LiveCondition(builder, attributes, now)} AND {format} AND (attribute_not_exists(#lk) OR #lkx <= :now)");
    }

    public UpdateExpression DetachOrigin(long now)
    {
        var builder = new UpdateExpressionBuilder();
        var life = LiveCondition(builder, attributes, now);
        var origin = builder.Name("#old", RecordAttributes.Origin);
        var legacyId = $"{origin}.{builder.Name("#oid", OriginValues.LegacyId)}";
        return builder
            .Set($"{origin}.{builder.Name("#at", OriginValues.CompletedAt)}", ":now")
            .Remove(legacyId)
            .Remove($"{origin}.{builder.Name("#until", OriginValues.AcceptedUntil)}")
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

    /// <summary>Requires a live session. Without the first two conditions, an update would create the item and so revive a deleted session.</summary>
    public static string LiveCondition(UpdateExpressionBuilder builder, RecordAttributes attributes, long now)
    {
        builder.Name("#id", attributes.Key);
        builder.Name("#dead", RecordAttributes.Dead);
        builder.Name("#expires", attributes.Expires);
        builder.Name("#abs", RecordAttributes.AbsoluteExpiry);
        builder.Value(":now", now);
        return Live;
    }

    /// <summary>Requires the loaded idle timeout, because an expiry computed from it is not valid for another one.</summary>
    public static string IdleCondition(UpdateExpressionBuilder builder, TimeSpan? loaded)
    {
        builder.Name("#idle", RecordAttributes.IdleTimeout);
        if (loaded is not { } timeout)
        {
            return "attribute_not_exists(#idle)";
        }

        builder.Value(":idle", (long)timeout.TotalSeconds);
        return "#idle = :idle";
    }

    public static string LeaseCondition(UpdateExpressionBuilder builder, SessionLease lease)
    {
        builder.Name("#lk", RecordAttributes.LeaseOwner);
        builder.Value(":owner", RecordValues.Text(lease.Owner));
        return "#lk = :owner";
    }

    /// <summary>
    /// Removes the fields and keeps the tokens: a commit that was applied before the session ended and whose response was lost may be
    /// retried afterwards, and must then still be reported as applied.
    /// </summary>
    private UpdateExpressionBuilder Tombstone(string reason, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder
            .Set(builder.Name("#dead", RecordAttributes.Dead), builder.Value(":reason", RecordValues.Text(reason)))
            .Set(builder.Name("#expires", attributes.Expires), builder.Value(":expires", now + RecordLimits.TombstoneSeconds))
            .Remove(builder.Name("#s", attributes.Fields));
        RemoveOptionalAttributes(builder);
        return builder;
    }

    /// <returns>The condition for an item that the creation may replace; null if it may not replace any.</returns>
    private static string? ReplaceableCondition(UpdateExpressionBuilder builder, SessionCreation creation, long now)
    {
        if (creation.ReplacesEnded)
        {
            return $"({HasExpired(builder, now)} OR attribute_exists({builder.Name("#dead", RecordAttributes.Dead)}))";
        }

        if (creation.Origin is null)
        {
            return null;
        }

        var replaceable = $"{HasExpired(builder, now)} OR #old.{builder.Name("#ahead", OriginValues.IsAhead)} = {builder.Value(":true", RecordValues.True)}";
        if (creation.ReplacesUncommitted)
        {
            replaceable += $" OR (#ver = :ver AND attribute_exists(#old.{builder.Name("#oid", OriginValues.LegacyId)}) AND #old.{builder.Name("#until", OriginValues.AcceptedUntil)} > :now)";
        }

        return $"({replaceable}) AND attribute_not_exists({builder.Name("#dead", RecordAttributes.Dead)})";
    }

    private static string HasExpired(UpdateExpressionBuilder builder, long now) =>
        $"#expires <= {builder.Value(":now", now)} OR {builder.Name("#abs", RecordAttributes.AbsoluteExpiry)} <= :now";

    private static UpdateExpression Replace(UpdateExpressionBuilder builder, SessionCreation creation, long? userSince, string absent, string replaceable)
    {
        // Attributes of the replaced session must not remain.
        builder
            .Remove(builder.Name("#dead", RecordAttributes.Dead))
            .Remove(builder.Name("#next", RecordAttributes.Successor))
            .Remove(builder.Name("#lk", RecordAttributes.LeaseOwner))
            .Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires))
            .Remove(builder.Name("#rtv", RecordAttributes.TokensRemovedUpTo))
            .Remove(builder.Name("#rtx", RecordAttributes.LatestUnsettled));
        RemoveUnless(creation.AbsoluteExpiresAt is not null, "#abs", RecordAttributes.AbsoluteExpiry);
        RemoveUnless(creation.IdleTimeout is not null, "#idle", RecordAttributes.IdleTimeout);
        RemoveUnless(creation.UserId is not null, "#uid", RecordAttributes.User);
        RemoveUnless(userSince is not null, "#since", RecordAttributes.UserSince);
        RemoveUnless(creation.Description is not null, "#who", RecordAttributes.Description);
        RemoveUnless(creation.IsPersistent, "#keep", RecordAttributes.Persistent);
        RemoveUnless(creation.Ticket is not null, "#auth", RecordAttributes.Ticket);
        RemoveUnless(creation.Origin is not null, "#old", RecordAttributes.Origin);

        // The token check prevents a retry from reviving a session that was created by an earlier attempt and has expired since.
        return builder.Build($"{absent} OR ({replaceable} AND attribute_not_exists(#rt.{builder.Name("#t", creation.Token)}))");

        void RemoveUnless(bool isSet, string placeholder, string name)
        {
            if (!isSet)
            {
                builder.Remove(builder.Name(placeholder, name));
            }
        }
    }

    private static void RemoveOptionalAttributes(UpdateExpressionBuilder builder) => builder
        .Remove(builder.Name("#uid", RecordAttributes.User))
        .Remove(builder.Name("#since", RecordAttributes.UserSince))
        .Remove(builder.Name("#who", RecordAttributes.Description))
        .Remove(builder.Name("#idle", RecordAttributes.IdleTimeout))
        .Remove(builder.Name("#lk", RecordAttributes.LeaseOwner))
        .Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires))
        .Remove(builder.Name("#keep", RecordAttributes.Persistent))
        .Remove(builder.Name("#auth", RecordAttributes.Ticket))
        .Remove(builder.Name("#old", RecordAttributes.Origin))
        .Remove(builder.Name("#sz", RecordAttributes.SizeBound));
}
