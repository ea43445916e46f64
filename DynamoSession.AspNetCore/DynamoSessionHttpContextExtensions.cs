using DynamoSession.AspNetCore;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gets the session with all of its methods.</summary>
public static class DynamoSessionHttpContextExtensions
{
    /// <summary>Gets the request's session.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">The request has no session here, or it is not a session of DynamoSession.</exception>
    public static IDynamoSession GetDynamoSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return IDynamoSession.Of(context);
    }
}
