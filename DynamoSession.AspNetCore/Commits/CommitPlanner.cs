using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Decides what a commit does. It calls nothing.</summary>
internal sealed class CommitPlanner(SessionWrites writes, SessionExpiry expiry)
{
    /// <param name="marks">What the request has marked.</param>
    /// <param name="terms">What the commit may do.</param>
    /// <exception cref="SessionTooLargeException">The changes make the session too large.</exception>
    /// <exception cref="InvalidOperationException">A session would start, and the response has started.</exception>
    public CommitPlan Plan(SessionMarks marks, CommitTerms terms)
    {
        var plan = new CommitPlan { Marks = marks, Ends = marks.Ends };
        if (marks.RenewsId && marks.Loaded is not null)
        {
            return plan with { Renews = true };
        }

        if (marks.ChangesSession)
        {
            return marks.Loaded is null
                ? Start(plan, terms)
                : plan with { Write = writes.Update(marks, keepsLease: terms.Moment == CommitMoment.Explicit, terms.IsAbandoned) };
        }

        return plan.Writes || terms.Moment != CommitMoment.BeforeResponse ? plan : plan with { TouchUntil = TouchUntil(marks) };
    }

    /// <summary>Plans a commit that writes nothing, whatever was marked.</summary>
    public CommitPlan PlanTouch(SessionMarks marks) => new() { Marks = marks, TouchUntil = TouchUntil(marks) };

    private CommitPlan Start(CommitPlan plan, CommitTerms terms)
    {
        // A field's default value, which was handed out before the response started, was changed afterwards.
        if (terms.ResponseHasStarted)
        {
            throw SessionRules.TooLateToStart();
        }

        if (plan.Marks is { WasDead: true, RenewsId: false })
        {
            return plan with
            {
                Ends = [],
                Refusal = new SessionGoneException(
                    "The request came with the id of a session that was ended less than a minute ago, so it may be late; its changes were not written. Let the client reload."),
            };
        }

        return terms.MayStoreCookie ? plan with { Write = writes.Create(plan.Marks) } : plan with { LacksConsent = true };
    }

    private DateTimeOffset? TouchUntil(SessionMarks marks) =>
        marks.Loaded is { } record ? expiry.TouchUntil(record, marks.IdleTimeout ?? marks.DefaultIdleTimeout) : null;
}
