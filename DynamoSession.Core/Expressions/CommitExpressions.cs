using System.Globalization;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>Creates the update expressions of commits.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class CommitExpressions(RecordAttributes attributes)
{
    /// <summary>DynamoDB allows 300 operators and functions per expression; the record's own attributes need some of them.</summary>
    public const int MaxPaths = 250;

    /// <summary>DynamoDB allows 4,096 bytes per expression.</summary>
    public const int MaxBytes = 4_000;

    /// <summary>Writes each changed field under its own path, so that changes of concurrent requests are merged.</summary>
    /// <returns>The update; <see langword="null"/> if there are too many changes for one expression.</returns>
    public UpdateExpression? Merge(SessionCommit commit, long now)
    {
        var builder = new UpdateExpressionBuilder();
        var paths = AddChanges(builder, attributes.Fields, commit.Changes);
        var condition = AddBookkeeping(builder, commit, commit.RequiresLoadedVersion ? commit.Loaded.Version : null, now);
        if (paths > MaxPaths || builder.Length > MaxBytes)
        {
            return null;
        }

        RemoveExpiredTokens(builder, commit, paths, now);
        return builder.Build(condition);
    }

    /// <summary>Writes all fields as one value, because an expression must not contain both a path and its parent.</summary>
    /// <param name="commit">The changes.</param>
    /// <param name="fields">The fields after the changes.</param>
    /// <param name="version">The version that the fields were derived from; <see langword="null"/> if they do not depend on one.</param>
    /// <param name="now">The current time.</param>
    public UpdateExpression Replace(SessionCommit commit, IReadOnlyDictionary<string, SessionValue> fields, long? version, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name("#s", attributes.Fields), builder.Value(":s", RecordValues.Map(fields)));
        var condition = AddBookkeeping(builder, commit, version, now);
        RemoveExpiredTokens(builder, commit, paths: 1, now);
        return builder.Build(condition);
    }

    /// <summary>Adds an action for each changed field under its own path in the Map of fields.</summary>
    /// <returns>The number of paths that the changes use.</returns>
    public static int AddChanges(UpdateExpressionBuilder builder, string fieldsAttribute, SessionChanges changes)
    {
        var paths = 0;
        var index = 0;
        foreach (var (name, change) in changes.Fields)
        {
            var placeholder = index.ToString(CultureInfo.InvariantCulture);
            var path = $"{builder.Name("#s", fieldsAttribute)}.{builder.Name("#" + placeholder, name)}";
            paths += AddChange(builder, placeholder, path, change);
            index++;
        }

        return paths;
    }

    private static int AddChange(UpdateExpressionBuilder builder, string index, string path, SessionChange change)
    {
        switch (change.Kind)
        {
            case SessionChangeKind.Remove:
                builder.Remove(path);
                return 1;
            case SessionChangeKind.Increment:
                builder.Set(path, $"if_not_exists({path}, {builder.Value(":zero", 0)}) + {builder.Value(":" + index, change.Value!)}");
                return 2;
            case SessionChangeKind.Append:
                var items = builder.Value(":" + index, change.Value!);
                builder.Set(path, $"list_append(if_not_exists({path}, {builder.Value(":empty", RecordValues.EmptyList)}), {items})");
                return 2;
            default:
                builder.Set(path, builder.Value(":" + index, change.Value!));
                return 1;
        }
    }

    /// <summary>Adds what every commit writes in addition to fields.</summary>
    /// <returns>The condition: the session is live, and this commit has not been applied yet.</returns>
    private string AddBookkeeping(UpdateExpressionBuilder builder, SessionCommit commit, long? expectedVersion, long now)
    {
        var life = SessionExpressions.LiveCondition(builder, attributes, now);
        var token = $"{builder.Name("#rt", RecordAttributes.CommitTokens)}.{builder.Name("#t", commit.Token)}";
        builder.Set(token, ":now");

        var version = builder.Name("#ver", RecordAttributes.Version);
        builder.Set(version, $"{version} + {builder.Value(":one", 1)}");

        if (commit.Extends || commit.ChangesIdleTimeout)
        {
            builder.Set("#expires", builder.Value(":expires", commit.ExpiresAt.ToUnixTimeSeconds()));
        }

        AddProperties(builder, commit);

        var condition = $"{life} AND attribute_not_exists({token})";
        if (expectedVersion is { } expected)
        {
            condition += $" AND {version} = {builder.Value(":ver", expected)}";
        }

        if (commit.Extends)
        {
            condition += $" AND #expires <= :expires AND {SessionExpressions.IdleCondition(builder, commit.Loaded.IdleTimeout)}";
        }

        if (commit.Lease is { } lease)
        {
            condition += $" AND {SessionExpressions.LeaseCondition(builder, lease)}";
            if (!commit.KeepsLease)
            {
                builder.Remove("#lk").Remove(builder.Name("#lkx", RecordAttributes.LeaseExpires));
            }
        }

        return condition;
    }

    private static void AddProperties(UpdateExpressionBuilder builder, SessionCommit commit)
    {
        if (commit.ChangesPersistence)
        {
            var keep = builder.Name("#keep", RecordAttributes.Persistent);
            _ = commit.IsPersistent ? builder.Set(keep, builder.Value(":keep", RecordValues.True)) : builder.Remove(keep);
        }

        if (commit.ChangesUser)
        {
            var user = builder.Name("#uid", RecordAttributes.User);
            _ = commit.UserId is { } userId ? builder.Set(user, builder.Value(":uid", RecordValues.Text(userId))) : builder.Remove(user);
        }

        if (commit.ChangesIdleTimeout)
        {
            var idle = builder.Name("#idle", RecordAttributes.IdleTimeout);
            _ = commit.IdleTimeout is { } timeout ? builder.Set(idle, builder.Value(":idle", (long)timeout.TotalSeconds)) : builder.Remove(idle);
        }
    }

    /// <summary>Removes tokens that no retry can need anymore. Those that do not fit are left for the next commit.</summary>
    private static void RemoveExpiredTokens(UpdateExpressionBuilder builder, SessionCommit commit, int paths, long now)
    {
        var index = 0;
        foreach (var token in CommitTokens.ExpiredIn(commit.Loaded, now))
        {
            var placeholder = $"#r{index.ToString(CultureInfo.InvariantCulture)}";
            if (paths + index >= MaxPaths || builder.Length + placeholder.Length > MaxBytes - "#rt., ".Length)
            {
                return;
            }

            builder.Remove($"#rt.{builder.Name(placeholder, token)}");
            index++;
        }
    }
}
