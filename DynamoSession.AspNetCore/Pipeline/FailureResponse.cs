using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>The response if the session could not be loaded or committed: a status without a body, which the application's error pages can fill.</summary>
internal sealed class FailureResponse
{
    private static readonly string RetryAfterSeconds = "1";

    // The headers set before the endpoint ran belong to other middleware and are kept.
    private readonly KeyValuePair<string, StringValues>[] _headers;

    public FailureResponse(HttpResponse response) => _headers = response.Headers.Count == 0 ? [] : [.. response.Headers];

    public static int StatusOf(SessionException failure) => failure switch
    {
        SessionStoreException => StatusCodes.Status503ServiceUnavailable,
        SessionTooLargeException => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Responds with 423, because another request holds the session's lease.</summary>
    public void ApplyLocked(HttpResponse response) => Apply(response, StatusCodes.Status423Locked);

    /// <summary>Replaces the endpoint's response.</summary>
    public void Apply(HttpContext context, SessionException failure)
    {
        context.Features.Set(new SessionFailure(failure));
        Apply(context.Response, StatusOf(failure));
    }

    private void Apply(HttpResponse response, int status)
    {
        if (response.HasStarted)
        {
            // Started by outer middleware: too late to change the status, but aborting keeps the client from taking it for a success.
            response.HttpContext.Abort();
            return;
        }

        var kept = response.Headers.Where(header => IsKept(header.Key)).ToArray();
        response.Headers.Clear();
        foreach (var (name, value) in _headers.Concat(kept))
        {
            response.Headers[name] = value;
        }

        var features = response.HttpContext.Features;
        features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        if (features.Get<IHttpResponseTrailersFeature>() is { Trailers: { IsReadOnly: false } trailers })
        {
            trailers.Clear();
        }

        response.StatusCode = status;
        response.ContentLength = null;
        response.ContentType = null;
        response.Headers.CacheControl = "no-store";
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status423Locked)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }
    }

    // Without them, a browser hides the response from a script of another origin, which then can't tell a failure from being offline.
    private static bool IsKept(string header) =>
        header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Equals(HeaderNames.Vary, StringComparison.OrdinalIgnoreCase);
}
