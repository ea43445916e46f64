using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>
/// What one commit does, decided once before its first call: at most one write of the session (it is created, changed or renewed),
/// followed by the sessions to destroy; if there is nothing to write, at most a touch.
/// </summary>
internal sealed record CommitPlan
{
    /// <summary>Gets the request's marks. Those not written by the plan remain marked.</summary>
    public required SessionMarks Marks { get; init; }

    /// <summary>Gets the write that creates or changes the session; null if nothing is written, or if the session is renewed (<see cref="Renews"/>).</summary>
    public SessionWrite? Write { get; init; }

    /// <summary>Gets whether the session is stored, with its changes, under a new id.</summary>
    public bool Renews { get; init; }

    /// <summary>Gets the stored sessions to destroy.</summary>
    public IReadOnlyList<SessionToDestroy> SessionsToDestroy { get; init; } = [];

    /// <summary>Gets the expiry to which the session is extended, because it is in use and nothing else is written; null for no touch.</summary>
    public DateTimeOffset? TouchUntil { get; init; }

    /// <summary>Gets why nothing is written, because the request may be late; otherwise null.</summary>
    public SessionGoneException? Refusal { get; init; }

    /// <summary>Gets whether a session isn't created because the user has not consented to its cookie.</summary>
    public bool LacksConsent { get; init; }

    /// <summary>Gets whether the plan writes more than a touch.</summary>
    public bool Writes => Write is not null || Renews || SessionsToDestroy.Count > 0;
}
