using DynamoSession.AspNetCore.Policies;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>What sessions cannot do while Express uses them, too.</summary>
internal static class ExpressLimitations
{
    public static SessionLimitations All { get; } = new()
    {
        UserId = "A session that is shared with Express has no UserId: Express's next write would drop it. Keep the user in a field.",
        Exclusive = "The session policy of this endpoint is SessionConcurrency.Exclusive, which ShareWithExpress() cannot give: Express would not wait. Use Optimistic, or UpdateAsync for the field.",
        MicrosoftMiddleware = "ShareWithExpress() needs app.UseDynamoSession(): under app.UseSession() the cookie is Microsoft's, which Express cannot read.",
    };
}
