using DynamoSession.AspNetCore.Policies;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>What sessions don't support while Express uses them too.</summary>
internal static class ExpressLimitations
{
    public static SessionLimitations All { get; } = new()
    {
        UserId = "A session that is shared with Express cannot have a UserId, because Express's next write would delete it. Store the user in a field.",
        AbsoluteTimeout = "A session that is shared with Express cannot have an AbsoluteTimeout, because Express's next write would delete it.",
        IsPersistent = "A session that is shared with Express cannot set IsPersistent, because in Express that follows from its lifetime. Set IdleTimeout instead, which makes the cookie persistent.",
        Description = "A session that is shared with Express cannot be described, because Express's next write would delete the description.",
        Ticket = "A session that is shared with Express cannot keep the ticket of a sign-in, because Express's next write would delete it. Remove StoreSignInTickets().",
        Exclusive = "The session policy of this endpoint is SessionConcurrency.Exclusive, which ShareWithExpress() does not support, because Express would not wait. Use Optimistic, or UpdateAsync for the field.",
        MicrosoftMiddleware = "ShareWithExpress() requires app.UseDynamoSession(): Express cannot read the cookie of app.UseSession().",
    };
}
