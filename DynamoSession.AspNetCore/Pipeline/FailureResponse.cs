using System.Buffers;
using System.Text;
using DynamoSession.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// The response if the session could not be loaded or committed: a status without a body, which the application's error pages can fill. In
/// Development it has the reason as its body, if no error page will fill it.
/// </summary>
internal sealed class FailureResponse
{
    private static readonly string RetryAfterSeconds = "1";
    private static readonly FailureResponse OfMostRequests = new([], statusCodePages: null);

    // The headers set before the endpoint ran belong to other middleware and are kept.
    private readonly KeyValuePair<string, StringValues>[] _headers;

    // Of status code pages in front of this middleware: those behind it have finished when the response fails.
    private readonly IStatusCodePagesFeature? _statusCodePages;

    private FailureResponse(KeyValuePair<string, StringValues>[] headers, IStatusCodePagesFeature? statusCodePages)
    {
        _headers = headers;
        _statusCodePages = statusCodePages;
    }

    /// <summary>Remembers what the response is before the endpoint runs.</summary>
    public static FailureResponse For(HttpContext context)
    {
        var headers = context.Response.Headers;
        var statusCodePages = context.Features.Get<IStatusCodePagesFeature>();
        return headers.Count == 0 && statusCodePages is null ? OfMostRequests : new FailureResponse([.. headers], statusCodePages);
    }

    public static int StatusOf(SessionException failure) => failure switch
    {
        SessionStoreException => StatusCodes.Status503ServiceUnavailable,
        SessionTooLargeException => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Responds with 423, because another request holds the session's lease.</summary>
    public void ApplyLocked(HttpContext context) => Apply(
        context,
        StatusCodes.Status423Locked,
        "Another request has the exclusive lease of this session, and has not released it within LeaseWait. Retry the request, or shorten the other one.");

    /// <summary>Replaces the endpoint's response.</summary>
    public void Apply(HttpContext context, SessionException failure)
    {
        context.Features.Set(new SessionFailure(failure));
        Apply(context, StatusOf(failure), failure.Message);
    }

    private void Apply(HttpContext context, int status, string reason)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            // Started by outer middleware: too late to change the status, but aborting keeps the client from taking it for a success.
            context.Abort();
            return;
        }

        var kept = response.Headers.Where(header => IsKept(header.Key)).ToArray();
        response.Headers.Clear();
        foreach (var (name, value) in _headers.Concat(kept))
        {
            response.Headers[name] = value;
        }

        var features = context.Features;
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

        if (IsDevelopment(context) && !WillBeFilled(context) && !HttpMethods.IsHead(context.Request.Method))
        {
            Explain(response, reason);
        }
    }

    private static bool IsDevelopment(HttpContext context) =>
        context.RequestServices?.GetService<IHostEnvironment>()?.IsDevelopment() == true;

    // A page that is executed again is the application's error page, and has failed itself.
    private bool WillBeFilled(HttpContext context) =>
        _statusCodePages is { Enabled: true } && context.Features.Get<IStatusCodeReExecuteFeature>() is null;

    // Not flushed, so that the response has not started: middleware in front can still change its status and headers.
    private static void Explain(HttpResponse response, string reason)
    {
        response.ContentType = "text/plain; charset=utf-8";
        response.BodyWriter.Write(Encoding.UTF8.GetBytes(
            $"{reason}\n\nThis text is shown in the Development environment only. Elsewhere, the response has no body, so that the application's error pages can fill it.\n"));
    }

    // Without them, a browser hides the response from a script of another origin, which then can't tell a failure from being offline.
    private static bool IsKept(string header) =>
        header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Equals(HeaderNames.Vary, StringComparison.OrdinalIgnoreCase);
}
