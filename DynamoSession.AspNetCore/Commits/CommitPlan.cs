using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>
/// What one commit does, decided before its first call and not asked again: at most one write of the session (it starts, is changed, or
/// gets a new id), then the sessions that end; or, where there is nothing of that, at most a touch.
/// </summary>
internal sealed record CommitPlan
{
    /// <summary>Gets the request's marks. Those that the plan does not write stay marks.</summary>
    public required SessionMarks Marks { get; init; }

    /// <summary>Gets the write by which the session starts or is changed; null for none, or when it <see cref="Renews"/>.</summary>
    public SessionWrite? Write { get; init; }

    /// <summary>Gets whether the session gets a new id, its changes included.</summary>
    public bool Renews { get; init; }

    /// <summary>Gets the stored sessions that end.</summary>
    public IReadOnlyList<EndedSession> Ends { get; init; } = [];

    /// <summary>Gets until when the session is extended, because it is in use and nothing is written; null for no touch.</summary>
    public DateTimeOffset? TouchUntil { get; init; }

    /// <summary>Gets why nothing at all is written: the request may be late; null when it is not.</summary>
    public SessionGoneException? Refusal { get; init; }

    /// <summary>Gets whether a session does not start because the browser's user has not consented to its cookie.</summary>
    public bool LacksConsent { get; init; }

    /// <summary>Gets whether the table is written, a touch apart.</summary>
    public bool Writes => Write is not null || Renews || Ends.Count > 0;
}
