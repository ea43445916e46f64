using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Http.Features;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gets the session with all its verbs.</summary>
public static class DynamoSessionHttpContextExtensions
{
    /// <summary>Gets the request's session.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">There is none here, or it is not one of DynamoSession's.</exception>
    public static IDynamoSession GetDynamoSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return context.Features.Get<ISessionFeature>()?.Session switch
        {
            IDynamoSession session => session,
            null => throw new InvalidOperationException(
                "There is no session here. Call app.UseDynamoSession() before this, and see that the endpoint's session policy is not SessionAccess.None."),
            var other => throw new InvalidOperationException(
                $"The session here is a {other.GetType()}, not an IDynamoSession. Call app.UseDynamoSession() instead of app.UseSession()."),
        };
    }
}
