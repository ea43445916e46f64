using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>What attempts are made of, and what is left when they have been made.</summary>
public abstract partial class SessionTableFixture
{
    private protected static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(30);

    private protected SessionOrigin Pending => new() { Store = "express", LegacyId = "the-old-one", AcceptedUntil = Now.AddHours(1) };

    private protected static SessionLease Lease(string id) => new() { Id = id, Duration = LeaseDuration };

    private protected static SessionFence Fence(SessionRecord record, SessionLease? lease = null, string? successor = null) =>
        new() { Id = record.Id, Version = record.Version, Lease = lease, SuccessorId = successor };

    private protected SessionCreation Migrated(string? id = null, SessionOrigin? with = null, params (string Name, SessionValue Value)[] fields) => new()
    {
        Id = id ?? Sample.NewId(),
        Fields = Sample.Fields(fields),
        CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(20),
        AbsoluteExpiresAt = Now.AddHours(24),
        IdleTimeout = TimeSpan.FromMinutes(20),
        IsPersistent = true,
        Origin = with ?? Pending,
    };

    private protected SessionCreation Again(string id) => new()
    {
        Id = id,
        Fields = Sample.Fields(("a", Sample.Text("again"))),
        CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(20),
        AbsoluteExpiresAt = null,
        Origin = Pending,
        ReplacesUncommitted = true,
    };

    private protected static SessionCommit Commit(SessionRecord loaded, string? userId, TimeSpan? idleTimeout, DateTimeOffset expiresAt) => new()
    {
        Loaded = loaded,
        Changes = Sample.Changes(),
        ExpiresAt = expiresAt,
        IdleTimeout = idleTimeout,
        UserId = userId,
    };

    private protected static SessionChanges Changed(string fields) => fields switch
    {
        "one" => Sample.Changes(Many(1)),
        "very many" => Sample.Changes(Many(300)),
        _ => Sample.ClearAnd(Many(1)),
    };

    private protected static (string, SessionChange)[] Many(int count) =>
        [.. Enumerable.Range(0, count).Select(index => ($"field {index}", SetText("v")))];

    /// <summary>Everything that a load tells.</summary>
    private protected async Task<string> DescriptionOfAsync(string id)
    {
        var result = await Table.LoadAsync(id, consistentRead: true, default);
        return result.Record is not { } record
            ? result.Status.ToString()
            : string.Join(
                Environment.NewLine,
                [
                    result.Status.ToString(),
                    $"version {record.Version}",
                    $"created {record.CreatedAt:O}, ends {record.ExpiresAt:O} or {record.AbsoluteExpiresAt:O}, idle {record.IdleTimeout}",
                    $"user {record.UserId}, persistent {record.IsPersistent}, {record.Origin}",
                    .. Sample.TextOf(record.Fields).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {field.Value}"),
                    .. record.CommitTokens.OrderBy(token => token.Key, StringComparer.Ordinal).Select(token => $"{token.Key}: {token.Value}"),
                ]);
    }
}
