using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Sharing;

/// <summary>Creates the update expressions and conditions for records that Express writes too.</summary>
/// <param name="layout">The store's record layout.</param>
/// <param name="content">The format of the attribute that holds the fields.</param>
internal sealed class SharedExpressions(ExpressLayout layout, IExpressContent content)
{
    /// <summary>The attribute with the token of our last commit. Express's next write removes it, like every attribute that is not its own.</summary>
    public const string Token = "tok";

    /// <summary>The attribute with the time when we ended the session, in Unix seconds. Express then finds no session in the record.</summary>
    public const string EndedAt = "ended";
    public const string Successor = "next";

    private const string Type = "type";

    private string Expires => layout.Expires[0];

    public UpdateExpression Create(SessionCreation creation, SessionValue session)
    {
        var builder = new UpdateExpressionBuilder();
        builder
            .Set(builder.Name("#s", layout.Data), builder.Value(":s", session))
            .Set(builder.Name("#expires", Expires), builder.Value(":expires", creation.ExpiresAt.ToUnixTimeSeconds()))
            .Set(builder.Name("#tok", Token), builder.Value(":tok", RecordValues.Text(creation.Token)));
        if (!content.HasPaths)
        {
            builder.Set(builder.Name("#type", Type), builder.Value(":type", RecordValues.Text("connect-session")));
        }

        return builder.Build($"attribute_not_exists({builder.Name("#id", layout.Key.Attribute)})");
    }

    /// <summary>Writes each changed field under its own path, so that changes of concurrent requests are merged.</summary>
    /// <returns>The update; <see langword="null"/> if there are too many changes for one expression.</returns>
    public UpdateExpression? Merge(SessionCommit commit, ExpressExpiryExtension? extension, DateTimeOffset now)
    {
        var builder = new UpdateExpressionBuilder();
        var paths = FieldExpressions.AddChanges(builder, layout.Data, commit.Changes);
        var condition = AddBookkeeping(builder, commit, extension, now);
        if (extension is not null)
        {
            builder.Set($"#s.{builder.Name("#lm", ExpressNames.LastModified)}", builder.Value(":lm", RecordValues.Text(ExpressTime.Of(extension.Now))));
            AddCookie(builder, extension);
        }

        return paths > ExpressionLimits.MaxPaths || builder.Length > ExpressionLimits.MaxBytes ? null : builder.Build(condition);
    }

    /// <summary>Writes the session as one value, if the stored one has not changed since it was derived from it.</summary>
    public UpdateExpression Rewrite(SessionCommit commit, SessionValue before, SessionValue after, ExpressExpiryExtension? extension, DateTimeOffset now)
    {
        var builder = new UpdateExpressionBuilder();
        builder.Set(builder.Name("#s", layout.Data), builder.Value(":s", after));
        return builder.Build($"{AddBookkeeping(builder, commit, extension, now)} AND #s = {builder.Value(":before", before)}");
    }

    /// <summary>Extends a session. One that is text although its store has Maps is refused; see <see cref="TouchText"/>.</summary>
    public UpdateExpression Touch(DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (!content.HasPaths)
        {
            return TouchText(expiresAt, now);
        }

        var builder = new UpdateExpressionBuilder();
        var condition = LiveCondition(builder, now);
        builder.Set("#expires", builder.Value(":expires", expiresAt.ToUnixTimeSeconds()));

        // Otherwise Express would touch the session again immediately.
        builder.Set($"#s.{builder.Name("#lm", ExpressNames.LastModified)}", builder.Value(":lm", RecordValues.Text(ExpressTime.Of(now))));
        return builder.Build($"{condition} AND #expires < :expires AND attribute_type(#s, {builder.Value(":map", RecordValues.Text("M"))})");
    }

    /// <summary>Extends a session that is text.</summary>
    public UpdateExpression TouchText(DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var builder = new UpdateExpressionBuilder();
        var condition = LiveCondition(builder, now);
        builder.Set("#expires", builder.Value(":expires", expiresAt.ToUnixTimeSeconds()));
        return builder.Build($"{condition} AND #expires < :expires");
    }

    /// <summary>Returns the condition for ending any session.</summary>
    public UpdateExpression Destroy()
    {
        var builder = new UpdateExpressionBuilder();
        return builder.Build($"attribute_exists({builder.Name("#s", layout.Data)})");
    }

    /// <summary>Returns the condition for ending a session that has not changed since it was copied.</summary>
    public UpdateExpression Fence(SessionValue copied, DateTimeOffset now)
    {
        var builder = new UpdateExpressionBuilder();
        return builder.Build($"{LiveCondition(builder, now)} AND #s = {builder.Value(":before", copied)}");
    }

    /// <summary>Returns the item that replaces an ended session: not a session for Express, and a tombstone for this package.</summary>
    /// <param name="token">The token by which a repeated attempt recognizes its own tombstone.</param>
    /// <param name="successor">The key under which the session continues; null if it was signed out.</param>
    /// <param name="now">The time.</param>
    public Dictionary<string, SessionValue> Tombstone(string token, string? successor, DateTimeOffset now)
    {
        var tombstone = new Dictionary<string, SessionValue>(StringComparer.Ordinal)
        {
            [EndedAt] = RecordValues.Number(now.ToUnixTimeSeconds()),
            [Expires] = RecordValues.Number(now.ToUnixTimeSeconds() + RecordLimits.TombstoneSeconds),
            [Token] = RecordValues.Text(token),
        };
        if (successor is not null)
        {
            tombstone[Successor] = RecordValues.Text(successor);
        }

        return tombstone;
    }

    /// <summary>Adds what every commit writes in addition to fields.</summary>
    /// <returns>The condition: the session is live, its expiry does not become earlier, and this commit was not the last one.</returns>
    private string AddBookkeeping(UpdateExpressionBuilder builder, SessionCommit commit, ExpressExpiryExtension? extension, DateTimeOffset now)
    {
        var condition = LiveCondition(builder, now);
        var token = builder.Name("#tok", Token);
        builder.Set(token, builder.Value(":tok", RecordValues.Text(commit.Token)));
        condition += $" AND (attribute_not_exists({token}) OR {token} <> :tok)";
        if (extension is not null)
        {
            builder.Set("#expires", builder.Value(":expires", extension.ExpiresAt.ToUnixTimeSeconds()));
            condition += extension.NewMaxAge is null ? " AND #expires <= :expires" : "";
        }

        return condition;
    }

    private static void AddCookie(UpdateExpressionBuilder builder, ExpressExpiryExtension extension)
    {
        if (extension.HasCookieExpiry)
        {
            var cookie = builder.Name("#cookie", ExpressNames.Cookie);
            builder.Set($"#s.{cookie}.{builder.Name("#ce", ExpressNames.Expires)}", builder.Value(":ce", RecordValues.Text(ExpressTime.Of(extension.ExpiresAt))));
        }

        if (extension.NewMaxAge is { } maxAge)
        {
            var cookie = builder.Name("#cookie", ExpressNames.Cookie);
            builder.Set($"#s.{cookie}.{builder.Name("#age", ExpressNames.OriginalMaxAge)}", builder.Value(":age", (long)maxAge.TotalMilliseconds));
        }
    }

    private string LiveCondition(UpdateExpressionBuilder builder, DateTimeOffset now) =>
        $"attribute_exists({builder.Name("#s", layout.Data)}) AND {builder.Name("#expires", Expires)} > {builder.Value(":now", now.ToUnixTimeSeconds())}";
}
