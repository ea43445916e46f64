using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// Lets scripts of other origins read the response to a request whose session could not be loaded: a CORS middleware behind this one has
/// not run by then.
/// </summary>
internal static class CrossOriginHeaders
{
    /// <summary>Sets the headers according to the endpoint's CORS policy, or else the default policy.</summary>
    public static Task ApplyAsync(HttpContext context) =>
        StringValues.IsNullOrEmpty(context.Request.Headers.Origin) || HasRun(context) ? Task.CompletedTask : ApplyPolicyAsync(context);

    private static async Task ApplyPolicyAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<ICorsService>() is { } service && await FindPolicyAsync(context) is { } policy)
        {
            service.ApplyResult(service.EvaluatePolicy(context, policy), context.Response);
        }
    }

    private static async Task<CorsPolicy?> FindPolicyAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>();
        return metadata switch
        {
            IDisableCorsAttribute => null,
            ICorsPolicyMetadata { Policy: var policy } => policy,
            _ when context.RequestServices.GetService<ICorsPolicyProvider>() is { } provider =>
                await provider.GetPolicyAsync(context, (metadata as IEnableCorsAttribute)?.PolicyName),
            _ => null,
        };
    }

    // Left by a CORS middleware in front of this one, which sets its headers when the response starts.
    private static bool HasRun(HttpContext context) => context.Items.ContainsKey("__CorsMiddlewareWithEndpointInvoked");
}
