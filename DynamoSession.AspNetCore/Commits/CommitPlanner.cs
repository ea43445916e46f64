using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Decides what a commit does, without any I/O.</summary>
internal sealed class CommitPlanner(SessionWrites writes, SessionExpiry expiry)
{
    /// <param name="marks">What the request has marked.</param>
    /// <param name="terms">What the commit is allowed to do.</param>
    /// <exception cref="SessionTooLargeException">The changes make the session too large.</exception>
    /// <exception cref="InvalidOperationException">A session would have to be created, but the response has started.</exception>
    public CommitPlan Plan(SessionMarks marks, CommitTerms terms)
    {
        var plan = new CommitPlan { Marks = marks, SessionsToDestroy = marks.SessionsToDestroy };
        if (marks.RenewsId && marks.Loaded is not null)
        {
            return plan with { Renews = true };
        }

        // A first write that was taken back is how an application asks for a session that it will write to later in the response.
        var establishes = terms.IsStreaming && marks is { WasWrittenTo: true, Loaded: null } and not { JustEnded: true, RenewsId: false };
        if (marks.ChangesSession || establishes)
        {
            return marks.Loaded is null
                ? Start(plan, terms)
                : plan with { Write = writes.Update(marks, keepsLease: terms.Moment == CommitMoment.Explicit, terms.IsAbandoned) };
        }

        return plan.Writes || terms.Moment != CommitMoment.BeforeResponse ? plan : plan with { TouchUntil = TouchUntil(marks) };
    }

    /// <summary>Returns whether a session that was used is to be extended.</summary>
    public bool IsTouchDue(SessionDraft draft) => TouchUntil(draft.Record, draft.IdleTimeout, draft.WasKeptAlive) is not null;

    /// <summary>Plans a touch while the request runs. An idle timeout that the request has set is not committed yet, and may never be.</summary>
    public CommitPlan PlanKeepAlive(SessionMarks marks) =>
        new() { Marks = marks, TouchUntil = marks.Loaded is { } record ? expiry.TouchUntil(record, record.IdleTimeout ?? marks.DefaultIdleTimeout) : null };

    /// <summary>Plans a touch only, ignoring any marked changes.</summary>
    public CommitPlan PlanTouch(SessionMarks marks) => new() { Marks = marks, TouchUntil = TouchUntil(marks) };

    private CommitPlan Start(CommitPlan plan, CommitTerms terms)
    {
        // A field's default value was read before the response started, and modified afterwards.
        if (terms.ResponseHasStarted)
        {
            throw SessionRules.TooLateToStart();
        }

        if (plan.Marks is { JustEnded: true, RenewsId: false, WasDestroyed: false })
        {
            return plan with
            {
                SessionsToDestroy = [],
                Refusal = new SessionGoneException(
                    "The request's session ended less than a minute ago, so the request may be late; its changes were not written. Let the client reload the page."),
            };
        }

        return terms.MayStoreCookie ? plan with { Write = writes.Create(plan.Marks) } : plan with { LacksConsent = true };
    }

    private DateTimeOffset? TouchUntil(SessionMarks marks) => TouchUntil(marks.Loaded, marks.IdleTimeout ?? marks.DefaultIdleTimeout, marks.WasKeptAlive);

    private DateTimeOffset? TouchUntil(SessionRecord? record, TimeSpan idleTimeout, bool wasKeptAlive)
    {
        if (record is null)
        {
            return null;
        }

        // The cookie is sent again only if the session is still live: a request that is late must not replace what a sign-out has expired.
        var mustConfirm = wasKeptAlive && writes.SendsCookieWhenExtended(record);
        return mustConfirm ? expiry.AfterUse(idleTimeout, record.AbsoluteExpiresAt) : expiry.TouchUntil(record, idleTimeout);
    }
}
