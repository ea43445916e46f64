using DynamoSession.AspNetCore;

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

        return IDynamoSession.Of(context);
    }
}
