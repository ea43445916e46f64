using System.Runtime.CompilerServices;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Writes other changes than the commit contains. A commit that is retried is rewritten only once, so that it keeps its token.</summary>
/// <param name="table">The package's table.</param>
/// <param name="rewrite">Returns the changes to write instead.</param>
internal sealed class TableThatRewritesCommits(ISessionTable table, Func<SessionCommit, SessionChanges> rewrite) : TableWithBug(table)
{
    private readonly ConditionalWeakTable<SessionCommit, SessionCommit> _rewritten = [];

    /// <summary>Returns the whole session as it was loaded, with the changes applied: what others have written meanwhile is lost.</summary>
    public static SessionChanges ToWhole(SessionCommit commit) =>
        new(clearsAll: true, commit.Changes.ApplyTo(commit.Loaded.Fields).ToDictionary(field => field.Key, field => SessionChange.Set(field.Value)));

    /// <summary>Returns sums and lists computed from what was loaded.</summary>
    public static SessionChanges ToResults(SessionCommit commit)
    {
        var after = commit.Changes.ApplyTo(commit.Loaded.Fields);
        return new(
            commit.Changes.ClearsAll,
            commit.Changes.Fields.ToDictionary(
                field => field.Key, field => field.Value.Kind == SessionChangeKind.Remove ? field.Value : SessionChange.Set(after[field.Key])));
    }

    public override Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) =>
        base.CommitAsync(_rewritten.GetValue(commit, Rewrite), cancellationToken);

    private SessionCommit Rewrite(SessionCommit commit) => new()
    {
        Loaded = commit.Loaded,
        Changes = rewrite(commit),
        ExpiresAt = commit.ExpiresAt,
        IdleTimeout = commit.IdleTimeout,
        UserId = commit.UserId,
        RequiresLoadedVersion = commit.RequiresLoadedVersion,
    };
}
