using System.Globalization;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>Says in DynamoDB's language which fields a commit changes.</summary>
/// <param name="attributes">What the attributes are called.</param>
internal sealed class CommitExpressions(RecordAttributes attributes)
{
    /// <summary>DynamoDB allows an expression 300 operators and functions; some are for the record's own attributes.</summary>
    public const int MaxPaths = 250;

    /// <summary>DynamoDB allows an expression 4,096 bytes.</summary>
    public const int MaxBytes = 4_000;

    /// <summary>Writes each changed field under its own path, so that the changes of parallel requests merge.</summary>
    /// <returns>The update; <see langword="null"/> when there are more changes than one expression holds.</returns>
    public UpdateExpression? Merge(SessionCommit commit, long now)
    {
        var builder = new UpdateExpressionBuilder();
        var paths = AddChanges(builder, attributes.Fields, commit.Changes);
        var condition = AddBookkeeping(builder, commit, commit.RequiresLoadedVersion ? commit.Loaded.Version : null, now);
        if (paths > MaxPaths || builder.Length > MaxBytes)
        {
            return null;
        }

        ForgetOldTokens(builder, commit, paths, now);
        return builder.Build(condition);
    }

    /// <summary>Writes all fields as one value; a path and its parent may not both appear in one expression.</summary>
    /// <param name="commit">The changes.</param>
    /// <param name="fields">The fields after the changes.</param>
    /// <param name="version">The version that the fields were derived from; <see langword="null"/> when they depend on none.</param>
    /// <param name="now">The time.</param>
    public UpdateExpression Replace(SessionCommit commit, IReadOnlyDictionary<string, SessionValue> fields, long? version, long now)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name("#s", attributes.Fields), builder.Value(":s", RecordValues.Map(fields)));
        var condition = AddBookkeeping(builder, commit, version, now);
        ForgetOldTokens(builder, commit, paths: 1, now);
        return builder.Build(condition);
    }

    /// <summary>Writes each changed field under its own path in the Map of the fields.</summary>
    /// <returns>The number of paths that the changes take.</returns>
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

    /// <summary>Adds what every commit writes besides the fields.</summary>
    /// <returns>The condition: the session lives, and this commit has not been applied yet.</returns>
    private string AddBookkeeping(UpdateExpressionBuilder builder, SessionCommit commit, long? expectedVersion, long now)
    {
        var life = SessionExpressions.LifeCondition(builder, attributes, now);
        var token = $"{builder.Name("#rt", RecordAttributes.CommitTokens)}.{builder.Name("#t", commit.Token)}";
        builder.Set(token, ":now");

        var version = builder.Name("#ver", RecordAttributes.Version);
        builder.Set(version, $"{version} + {builder.Value(":one", 1)}");

        if (commit.Extends || commit.ChangesIdleTimeout)
        {
            builder.Set("#expires", builder.Value(":expires", commit.ExpiresAt.ToUnixTimeSeconds()));
        }

        AddUserAndIdleTimeout(builder, commit);

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

    private static void AddUserAndIdleTimeout(UpdateExpressionBuilder builder, SessionCommit commit)
    {
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

    /// <summary>Removes tokens that no retry can ask for any more; what does not fit is left for the next commit.</summary>
    private static void ForgetOldTokens(UpdateExpressionBuilder builder, SessionCommit commit, int paths, long now)
    {
        var index = 0;
        foreach (var token in CommitTokens.Old(commit.Loaded, now))
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
