using System.Globalization;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>Creates the update expressions of commits.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
/// <param name="limits">How many commit tokens a record holds.</param>
internal sealed class CommitExpressions(RecordAttributes attributes, TokenLimits limits)
{
    // The path of the commit's own token.
    private const string TokenPath = "#rt.#t";

    private readonly SessionValue _mostTokens = RecordValues.Number(limits.Most);

    /// <summary>
    /// Writes each changed field under its own path, so that changes of concurrent requests are merged; or all fields as one value, if all are
    /// cleared or the changes don't fit into one expression.
    /// </summary>
    /// <param name="attempt">The commit, and what is known of the stored session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="userSince">When the session was bound to the user, if the commit binds it.</param>
    public UpdateExpression Commit(CommitAttempt attempt, long now, long? userSince = null)
    {
        var removal = CommitTokens.Removable(attempt.Basis, limits, now);
        var requiresVersion = attempt.Commit.RequiresLoadedVersion || IsFull(attempt);
        return attempt.Commit.Changes.ClearsAll
            ? Replace(attempt, userSince, requiresVersion, removal, now)
            : Merge(attempt, userSince, requiresVersion || !attempt.FitsBound, removal, now) ?? Replace(attempt, userSince, requiresVersion: true, removal, now);
    }

    /// <returns>The update; <see langword="null"/> if there are too many changes for one expression.</returns>
    private UpdateExpression? Merge(CommitAttempt attempt, long? userSince, bool requiresVersion, TokenRemoval removal, long now)
    {
        var builder = new UpdateExpressionBuilder(attempt.Commit.Changes.Fields.Count);
        var paths = FieldExpressions.AddChanges(builder, attributes.Fields, attempt.Commit.Changes);
        AddBookkeeping(builder, attempt, userSince, requiresVersion, removal, now);
        if (attempt.Growth > 0)
        {
            AddSizeBound(builder, attempt, isExact: requiresVersion);
        }

        if (paths > ExpressionLimits.MaxPaths || builder.Length > ExpressionLimits.MaxBytes)
        {
            return null;
        }

        var removed = RemoveTokens(builder, removal, paths);

        // Without the removal, the record would have no room for this commit's token.
        return removed == 0 && IsFull(attempt) ? null : builder.Build();
    }

    /// <summary>Writes all fields as one value, because an expression must not contain both a path and its parent.</summary>
    private UpdateExpression Replace(CommitAttempt attempt, long? userSince, bool requiresVersion, TokenRemoval removal, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name(ChangePlaceholders.Fields, attributes.Fields), builder.Value(":s", RecordValues.Map(attempt.FieldsAfter())));
        AddBookkeeping(builder, attempt, userSince, requiresVersion, removal, now);
        AddSizeBound(builder, attempt, isExact: true);
        RemoveTokens(builder, removal, paths: 1);
        return builder.Build();
    }

    /// <summary>A condition is about the record before the update. If that has no room, its version must be known, to know that there is room afterwards.</summary>
    private bool IsFull(CommitAttempt attempt) => attempt.Basis.CommitTokens.Count >= limits.Most;

    /// <summary>
    /// Adds what every commit writes in addition to fields, and the condition: the session is live, this commit has not been applied yet, and
    /// there is room for its token.
    /// </summary>
    private void AddBookkeeping(
        UpdateExpressionBuilder builder, CommitAttempt attempt, long? userSince, bool requiresVersion, TokenRemoval removal, long now)
    {
        var commit = attempt.Commit;
        var condition = builder.Condition;
        condition.Append(SessionExpressions.LiveCondition(builder, attributes, now));
        var tokens = builder.Name("#rt", RecordAttributes.CommitTokens);
        builder.Name("#t", commit.Token);
        builder.Set(TokenPath, ":now");

        builder.Name("#ver", RecordAttributes.Version);
        builder.Value(":one", RecordValues.One);
        builder.Set("#ver", "#ver + :one");

        if (attempt.Extends || commit.ChangesIdleTimeout)
        {
            builder.Set("#expires", builder.Value(":expires", commit.ExpiresAt.ToUnixTimeSeconds()));
        }

        AddProperties(builder, commit, userSince);

        condition.Append(" AND attribute_not_exists(").Append(TokenPath).Append(')');
        builder.Value(":ver", attempt.Basis.Version);
        if (requiresVersion)
        {
            condition.Append(" AND #ver = :ver");
        }
        else
        {
            condition.Append(" AND NOT ").Append(builder.Name("#rtv", RecordAttributes.TokensRemovedUpTo)).Append(" > :ver");
        }

        if (!requiresVersion || attempt.Basis.CommitTokens.Count - removal.Tokens.Count >= limits.Most)
        {
            condition.Append(" AND size(").Append(tokens).Append(") < ").Append(builder.Value(":most", _mostTokens));
        }

        MarkRemoval(builder, removal);

        if (attempt.Extends)
        {
            condition.Append(" AND #expires <= :expires AND ").Append(SessionExpressions.IdleCondition(builder, commit.Loaded.IdleTimeout));
        }

        if (commit.Lease is { } lease)
        {
            condition.Append(" AND ").Append(SessionExpressions.LeaseCondition(builder, lease));
            if (!commit.KeepsLease)
            {
                builder.Remove("#lk").Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires));
            }
        }
    }

    /// <summary>
    /// Marks the record when tokens are removed early. A late duplicate of one of their commits is based on an earlier version, so it is
    /// refused by the version up to which tokens are missing.
    /// </summary>
    private static void MarkRemoval(UpdateExpressionBuilder builder, TokenRemoval removal)
    {
        if (removal.IsEarly)
        {
            builder.Set(builder.Name("#rtv", RecordAttributes.TokensRemovedUpTo), ":ver");
        }

        if (removal.LatestUnsettled is { } latest)
        {
            builder.Set(builder.Name("#rtx", RecordAttributes.LatestUnsettled), builder.Value(":rtx", latest));
            builder.Condition.Append(" AND NOT #rtx > :rtx");
        }
    }

    /// <summary>Adds the new bound of the fields' size, without which requests that each add less than the limit could exceed it together.</summary>
    private static void AddSizeBound(UpdateExpressionBuilder builder, CommitAttempt attempt, bool isExact)
    {
        builder.Name("#sz", RecordAttributes.SizeBound);
        if (isExact)
        {
            builder.Set("#sz", builder.Value(":sz", FieldSizes.SizeOf(attempt.FieldsAfter())));
            return;
        }

        builder.Value(":sz", attempt.Growth);
        builder.Set("#sz", "#sz + :sz");
        builder.Value(":szmax", attempt.MaxBytes - attempt.Growth);
        builder.Condition.Append(" AND #sz <= :szmax");
    }

    private static void AddProperties(UpdateExpressionBuilder builder, SessionCommit commit, long? userSince)
    {
        if (commit.ChangesPersistence)
        {
            var keep = builder.Name("#keep", RecordAttributes.Persistent);
            _ = commit.IsPersistent ? builder.Set(keep, builder.Value(":keep", RecordValues.True)) : builder.Remove(keep);
        }

        if (commit.ChangesTicket)
        {
            var auth = builder.Name("#auth", RecordAttributes.Ticket);
            _ = commit.Ticket is { } ticket ? builder.Set(auth, builder.Value(":auth", RecordValues.Binary(ticket))) : builder.Remove(auth);
        }

        if (commit.ChangesUser)
        {
            var user = builder.Name("#uid", RecordAttributes.User);
            _ = commit.UserId is { } userId ? builder.Set(user, builder.Value(":uid", RecordValues.Text(userId))) : builder.Remove(user);
            var since = builder.Name("#since", RecordAttributes.UserSince);
            _ = userSince is { } time ? builder.Set(since, builder.Value(":since", time)) : builder.Remove(since);
        }

        if (commit.ChangesDescription)
        {
            var who = builder.Name("#who", RecordAttributes.Description);
            _ = commit.Description is { } description ? builder.Set(who, builder.Value(":who", RecordValues.Text(description))) : builder.Remove(who);
        }

        if (commit.ChangesAbsoluteExpiry)
        {
            _ = commit.AbsoluteExpiresAt is { } end ? builder.Set("#abs", builder.Value(":abs", end.ToUnixTimeSeconds())) : builder.Remove("#abs");
        }

        if (commit.ChangesIdleTimeout)
        {
            var idle = builder.Name("#idle", RecordAttributes.IdleTimeout);
            _ = commit.IdleTimeout is { } timeout ? builder.Set(idle, builder.Value(":idle", (long)timeout.TotalSeconds)) : builder.Remove(idle);
        }
    }

    /// <summary>Removes tokens. Those that do not fit are left for the next commit.</summary>
    /// <returns>How many are removed.</returns>
    private static int RemoveTokens(UpdateExpressionBuilder builder, TokenRemoval removal, int paths)
    {
        var index = 0;
        foreach (var token in removal.Tokens)
        {
            var placeholder = $"#r{index.ToString(CultureInfo.InvariantCulture)}";
            if (paths + index >= ExpressionLimits.MaxPaths || builder.Length + placeholder.Length > ExpressionLimits.MaxBytes - "#rt., ".Length)
            {
                break;
            }

            builder.Remove($"#rt.{builder.Name(placeholder, token)}");
            index++;
        }

        return index;
    }
}
