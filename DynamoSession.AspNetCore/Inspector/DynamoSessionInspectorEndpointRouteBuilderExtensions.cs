using DynamoSession.AspNetCore.Inspector;
using DynamoSession.AspNetCore.Registration;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the session inspector.</summary>
public static class DynamoSessionInspectorEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a page that shows the current browser's session as it is stored, and what the last requests of the application have loaded, written,
    /// waited for and consumed. Outside the Development environment, nothing is mapped unless that is asked for.
    /// </summary>
    /// <remarks>
    /// Anyone who can open the page sees the paths of all requests and can make a request of another user fail. Outside Development, call
    /// <c>RequireAuthorization()</c> on the result.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path of the page.</param>
    /// <param name="outsideDevelopment">Whether to map it in environments other than Development too.</param>
    /// <returns>The inspector's endpoints.</returns>
    /// <exception cref="InvalidOperationException">Sessions are not registered.</exception>
    public static IEndpointConventionBuilder MapDynamoSessionInspector(this IEndpointRouteBuilder endpoints, string path = "/_session", bool outsideDevelopment = false)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);

        var services = endpoints.ServiceProvider;
        if (services.GetService<DynamoSessionMarker>() is null)
        {
            throw new InvalidOperationException("MapDynamoSessionInspector shows the application's sessions, but none are registered. Call builder.Services.AddDynamoSession() too.");
        }

        var group = endpoints.MapGroup(path);
        if (outsideDevelopment || services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            new InspectorEndpoints(services).Map(group);
        }

        return group;
    }
}
