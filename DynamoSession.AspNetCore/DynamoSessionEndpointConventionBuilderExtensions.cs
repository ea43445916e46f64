using DynamoSession.AspNetCore;
using DynamoSession.Core;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Sets the session policy of endpoints.</summary>
public static class DynamoSessionEndpointConventionBuilderExtensions
{
    /// <summary>Sets the session policy of these endpoints, like <see cref="SessionPolicyAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the endpoint builder.</typeparam>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="access">How the session is used.</param>
    /// <param name="consistency">How up to date the loaded session has to be.</param>
    /// <param name="concurrency">What happens when several requests change the session at the same time.</param>
    /// <returns>The endpoints.</returns>
    public static TBuilder WithSessionPolicy<TBuilder>(
        this TBuilder endpoints,
        SessionAccess access = default,
        SessionConsistency consistency = default,
        SessionConcurrency concurrency = default)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        var policy = new SessionPolicyAttribute(access) { Consistency = consistency, Concurrency = concurrency };
        endpoints.Add(endpoint => endpoint.Metadata.Add(policy));
        return endpoints;
    }
}
