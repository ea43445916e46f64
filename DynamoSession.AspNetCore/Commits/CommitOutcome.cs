using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>The outcome of a plan, including the steps done before a failure.</summary>
internal sealed record CommitOutcome
{
    /// <summary>Gets the outcome of the session's write; null if none was planned or attempted.</summary>
    public WriteResult? Write { get; init; }

    /// <summary>Gets the sessions that were destroyed.</summary>
    public IReadOnlyList<SessionToDestroy> Destroyed { get; init; } = [];

    /// <summary>Gets the session after a touch that completed in time; otherwise null.</summary>
    public SessionRecord? Extended { get; init; }

    /// <summary>Gets the failure that prevented the remaining steps; null if everything was done.</summary>
    public Exception? Failure { get; init; }
}
