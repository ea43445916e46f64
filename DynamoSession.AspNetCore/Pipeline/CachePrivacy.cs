using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Keeps a response that depends on the session from caches that would serve it to others.</summary>
internal static class CachePrivacy
{
    // The browser keeps the page, but asks before it shows it again.
    private const string Private = "private, no-cache";

    // Without no-store, the back button shows the page of a user who has signed out.
    private const string NoStore = "no-store";

    /// <summary>Turns off the output cache that runs for this request, if there is one.</summary>
    /// <remarks>At each use of the session, because middleware between the session and the endpoint may use it before the cache runs.</remarks>
    public static void TurnOffOutputCache(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
        }
    }

    /// <summary>
    /// Called before the pipeline reads or changes the headers, once the session was used: a cache behind this middleware decides by them
    /// whether to store the response, before the response reaches the gate.
    /// </summary>
    public static void Check(HttpContext context, IHeaderDictionary headers)
    {
        TurnOffOutputCache(context);
        WithdrawFromSharedCaches(headers);
    }

    /// <summary>Sets the header, unless the application has set its own.</summary>
    /// <param name="context">The request.</param>
    /// <param name="session">The session that the response depends on.</param>
    public static void Apply(HttpContext context, RequestSession session)
    {
        var headers = context.Response.Headers;
        WithdrawFromSharedCaches(headers);
        if (StringValues.IsNullOrEmpty(headers.CacheControl))
        {
            headers.CacheControl = HasUser(context, session) ? NoStore : Private;
        }
    }

    private static bool HasUser(HttpContext context, RequestSession session) =>
        session.State.Draft is { Properties.UserId: not null } or { Record.UserId: not null }
        || context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity is { IsAuthenticated: true };

    // The application's other directives are kept.
    private static void WithdrawFromSharedCaches(IHeaderDictionary headers)
    {
        var own = headers.CacheControl;
        if (StringValues.IsNullOrEmpty(own) || IsKeptFromSharedCaches(own))
        {
            return;
        }

        if (!CacheControlHeaderValue.TryParse(own.ToString(), out var directives))
        {
            headers.CacheControl = Private;
            return;
        }

        directives.Public = false;
        directives.SharedMaxAge = null;
        directives.Private = true;
        headers.CacheControl = directives.ToString();
    }

    private static bool IsKeptFromSharedCaches(StringValues cacheControl) =>
        HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.PrivateString)
        || HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.NoStoreString)
        || HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.NoCacheString);
}
