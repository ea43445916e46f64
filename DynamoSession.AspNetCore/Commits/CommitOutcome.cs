using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>What came of a plan, step by step as far as it came.</summary>
internal sealed record CommitOutcome
{
    /// <summary>Gets what came of the write of the session; null when none was planned, or none was tried.</summary>
    public WriteResult? Write { get; init; }

    /// <summary>Gets the sessions that have ended.</summary>
    public IReadOnlyList<EndedSession> Ended { get; init; } = [];

    /// <summary>Gets the session after a touch that went through in time; null otherwise.</summary>
    public SessionRecord? Extended { get; init; }

    /// <summary>Gets why the rest was not done; null when all was.</summary>
    public Exception? Failure { get; init; }
}
