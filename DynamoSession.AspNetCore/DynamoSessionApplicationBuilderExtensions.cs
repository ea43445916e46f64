using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds sessions to the pipeline.</summary>
public static class DynamoSessionApplicationBuilderExtensions
{
    /// <summary>
    /// Gives all later middleware an <see cref="IDynamoSession"/>, and commits it before the response starts. Call it after exception
    /// handling, status code pages, static files, routing, CORS and request timeouts, and before authentication, authorization and any other
    /// middleware that uses the session. Call it instead of <c>app.UseSession()</c>, not in addition.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The application.</returns>
    /// <exception cref="InvalidOperationException"><c>AddDynamoSession</c> was not called.</exception>
    public static IApplicationBuilder UseDynamoSession(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);

        var use = app.ApplicationServices.GetService<MiddlewareUse>()
            ?? throw new InvalidOperationException("UseDynamoSession requires its services. Call builder.Services.AddDynamoSession() first.");
        use.IsUsed = true;
        return app.UseMiddleware<DynamoSessionMiddleware>();
    }
}
