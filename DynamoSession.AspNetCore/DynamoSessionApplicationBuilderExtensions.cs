using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts sessions into the pipeline.</summary>
public static class DynamoSessionApplicationBuilderExtensions
{
    /// <summary>
    /// Gives every later part of the pipeline an <see cref="IDynamoSession"/>, and commits it before the response starts. Belongs
    /// after exception handling, status code pages, static files and routing, and before whatever uses the session. Instead of
    /// <c>app.UseSession()</c>, not beside it.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The application.</returns>
    /// <exception cref="InvalidOperationException"><c>AddDynamoSession</c> was not called.</exception>
    public static IApplicationBuilder UseDynamoSession(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);

        return app.ApplicationServices.GetService<DynamoSessionMarker>() is null
            ? throw new InvalidOperationException("UseDynamoSession needs its services: call builder.Services.AddDynamoSession() first.")
            : app.UseMiddleware<DynamoSessionMiddleware>();
    }
}
