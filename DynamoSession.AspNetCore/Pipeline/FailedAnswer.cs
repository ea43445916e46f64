using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>The answer when the session could not be loaded or committed: a bare status that the application's error pages may fill.</summary>
internal sealed class FailedAnswer
{
    private static readonly string RetryAfterSeconds = "1";

    // What stood there before the endpoint belongs to others and stays.
    private readonly KeyValuePair<string, StringValues>[] _headers;

    public FailedAnswer(HttpResponse response) => _headers = response.Headers.Count == 0 ? [] : [.. response.Headers];

    public static int StatusOf(SessionException failure) => failure switch
    {
        SessionStoreException => StatusCodes.Status503ServiceUnavailable,
        SessionTooLargeException => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Another request works on the session.</summary>
    public void GiveLocked(HttpResponse response) => Give(response, StatusCodes.Status423Locked);

    /// <summary>Replaces whatever the endpoint wanted to answer.</summary>
    public void Give(HttpContext context, SessionException failure)
    {
        context.Features.Set(new SessionFailure(failure));
        Give(context.Response, StatusOf(failure));
    }

    private void Give(HttpResponse response, int status)
    {
        if (response.HasStarted)
        {
            // By a middleware in front of us. Too late for a status, but not for an answer that is no success.
            response.HttpContext.Abort();
            return;
        }

        response.Headers.Clear();
        foreach (var (name, value) in _headers)
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
}
