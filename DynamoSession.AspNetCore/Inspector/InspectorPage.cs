using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Writes the inspector's page. It needs nothing but itself, and only the list that updates itself needs JavaScript.</summary>
/// <param name="clock">The clock.</param>
internal sealed class InspectorPage(TimeProvider clock)
{
    private const double MinutesPerMonth = 730 * 60;

    // Of us-east-1, on demand, for a million units: https://aws.amazon.com/dynamodb/pricing/on-demand/.
    private const double ReadPrice = 0.125;
    private const double WritePrice = 0.625;
    private const double Million = 1_000_000;

    private const int LongestValue = 200;

    /// <summary>Writes the whole page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="root">The path of the page.</param>
    /// <param name="item">The session's item; null if there is no session.</param>
    /// <param name="canExpire">Whether the session can be made to expire.</param>
    /// <param name="requests">The last requests.</param>
    /// <param name="requestsPerMinute">The rate for which costs are computed.</param>
    /// <param name="message">What to tell first; null for nothing.</param>
    public async Task WriteAsync(
        HttpContext context, string root, InspectedItem? item, bool canExpire, IReadOnlyList<InspectedRequest> requests, double requestsPerMinute, string? message)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "text/html; charset=utf-8";

        var html = new HtmlContentBuilder();
        html.AppendHtml($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Session inspector</title>
            <style nonce="{nonce}">{InspectorAssets.Css}</style>
            </head>
            <body>
            <h1>Session inspector</h1>

            """);
        if (message is not null)
        {
            Append(html, "<p class=\"message\">{0}</p>\n", message);
        }

        AppendItem(html, item);
        AppendActions(html, root, item is not null, canExpire);
        AppendRate(html, root, requestsPerMinute);
        html.AppendHtml("<div id=\"requests\">\n");
        AppendRequests(html, requests, requestsPerMinute);
        html.AppendHtml("</div>\n");
        html.AppendHtml($"<script nonce=\"{nonce}\" data-root=\"{HtmlEncoder.Default.Encode(root)}\">{InspectorAssets.Script}</script>\n</body>\n</html>\n");
        await WriteAsync(context, html);
    }

    /// <summary>Writes only the list of requests, for the page that updates itself.</summary>
    public static async Task WriteRequestsAsync(HttpContext context, IReadOnlyList<InspectedRequest> requests, double requestsPerMinute)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        var html = new HtmlContentBuilder();
        AppendRequests(html, requests, requestsPerMinute);
        await WriteAsync(context, html);
    }

    private static async Task WriteAsync(HttpContext context, HtmlContentBuilder html)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        html.WriteTo(writer, HtmlEncoder.Default);
        await context.Response.WriteAsync(writer.ToString());
    }

    private void AppendItem(HtmlContentBuilder html, InspectedItem? item)
    {
        if (item is null)
        {
            html.AppendHtml("<p>This browser has no session. It gets one when a request sets a field.</p>\n");
            return;
        }

        AppendClock(html, item);
        AppendBar(html, item);
        AppendTable(html, "Fields", item.Fields);
        if (item.Attributes.Count > 0)
        {
            AppendTable(html, "Attributes", item.Attributes);
        }
    }

    private void AppendClock(HtmlContentBuilder html, InspectedItem item)
    {
        var now = clock.GetUtcNow();
        Append(html, "<p>Expires in <strong data-until=\"{0}\">{1}</strong> unless it is used", item.ExpiresAt.ToUnixTimeSeconds(), InWords(item.ExpiresAt - now));
        if (item.EndsAt is { } end)
        {
            Append(html, ", in <strong data-until=\"{0}\">{1}</strong> at the latest", end.ToUnixTimeSeconds(), InWords(end - now));
        }

        html.AppendHtml(". Looking at it here does not extend it.</p>\n");
    }

    private static void AppendBar(HtmlContentBuilder html, InspectedItem item)
    {
        var shares = item.Fields.Select(field => (field.Name, field.Bytes))
            .Append((Name: "the record's own attributes", Bytes: item.Attributes.Sum(attribute => attribute.Bytes)))
            .Where(share => share.Bytes > 0)
            .ToArray();
        Append(html, "<h2>Size: {0:N0} bytes</h2>\n<div class=\"bar\" aria-hidden=\"true\">", item.Bytes);
        foreach (var (index, (_, bytes)) in shares.Index())
        {
            // Without a style attribute, which the page's policy forbids: the share is the width of an image.
            Append(html, "<svg class=\"share c{0}\" width=\"{1:F2}%\" height=\"100%\"><rect width=\"100%\" height=\"100%\"/></svg>", index % InspectorAssets.Colors, 100d * bytes / item.Bytes);
        }

        html.AppendHtml("</div>\n<ul class=\"legend\">\n");
        foreach (var (index, (name, bytes)) in shares.Index())
        {
            Append(
                html,
                "<li><svg class=\"c{0}\" width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\"/></svg> {1}: {2:N0}</li>\n",
                index % InspectorAssets.Colors,
                name,
                bytes);
        }

        html.AppendHtml("</ul>\n");
    }

    private static void AppendTable(HtmlContentBuilder html, string title, IReadOnlyList<InspectedValue> values)
    {
        Append(html, "<h2>{0}</h2>\n", title);
        if (values.Count == 0)
        {
            html.AppendHtml("<p>None.</p>\n");
            return;
        }

        html.AppendHtml("<div class=\"wide\"><table><thead><tr><th>Name</th><th>Kind</th><th class=\"number\">Bytes</th><th>Value</th></tr></thead><tbody>\n");
        foreach (var value in values)
        {
            Append(
                html,
                "<tr><td>{0}</td><td>{1}</td><td class=\"number\">{2:N0}</td><td><code>{3}</code></td></tr>\n",
                value.Name,
                value.Kind,
                value.Bytes,
                Shortened(value.Value ?? "not shown"));
        }

        html.AppendHtml("</tbody></table></div>\n");
    }

    private static void AppendActions(HtmlContentBuilder html, string root, bool hasSession, bool canExpire)
    {
        html.AppendHtml("<h2>Try</h2>\n<div class=\"actions\">\n");
        if (hasSession)
        {
            AppendAction(html, root, "sign-out", "Sign out");
            AppendAction(html, root, "renew", "Renew the id");
        }

        if (hasSession && canExpire)
        {
            AppendAction(html, root, "expire", "Let it expire");
        }

        AppendAction(html, root, "fail", "Fail the next call");
        html.AppendHtml("</div>\n");
    }

    private static void AppendAction(HtmlContentBuilder html, string root, string action, string text) =>
        Append(html, "<form method=\"post\" action=\"{0}/{1}\"><button>{2}</button></form>\n", root, action, text);

    private static void AppendRate(HtmlContentBuilder html, string root, double requestsPerMinute) => Append(
        html,
        "<h2>Requests</h2>\n<form method=\"get\" action=\"{0}\" class=\"rate\"><label>What each would cost a month at <input name=\"rate\" type=\"number\" min=\"1\" max=\"1000000000\" value=\"{1:0}\"> of its kind per minute</label> <button>Compute</button></form>\n",
        root,
        requestsPerMinute);

    private static void AppendRequests(HtmlContentBuilder html, IReadOnlyList<InspectedRequest> requests, double requestsPerMinute)
    {
        if (requests.Count == 0)
        {
            html.AppendHtml("<p>None yet. Open a page of the application in another tab.</p>\n");
            return;
        }

        html.AppendHtml("<div class=\"wide\"><table><thead><tr><th>Time</th><th>Request</th><th>Status</th><th>Session</th><th>Calls</th><th class=\"number\">A month</th></tr></thead><tbody>\n");
        foreach (var request in requests)
        {
            AppendRequest(html, request, requestsPerMinute);
        }

        html.AppendHtml("</tbody></table></div>\n");
    }

    private static void AppendRequest(HtmlContentBuilder html, InspectedRequest request, double requestsPerMinute)
    {
        var calls = request.Calls;
        Append(html, "<tr><td>{0:HH:mm:ss}</td><td>{1} {2}</td><td>{3}</td><td>", request.At.UtcDateTime, request.Method, Shortened(request.Path), request.Status?.ToString(CultureInfo.InvariantCulture) ?? "...");
        foreach (var step in request.Steps)
        {
            Append(html, "<div>{0}: {1}, {2:F1} ms</div>", step.Name, step.Outcome, step.Duration.TotalMilliseconds);
        }

        html.AppendHtml("</td><td>");
        foreach (var call in calls)
        {
            Append(html, "<div>{0} ({1}), {2:0.#} {3} units</div>", call.Name, call.Purpose, call.ReadUnits + call.WriteUnits, call.WriteUnits > 0 ? "write" : "read");
            if (call.Expression is not null)
            {
                Append(html, "<div><code>{0}</code></div>", call.Expression);
            }
        }

        if (calls.Count == 0)
        {
            html.AppendHtml("none</td><td class=\"number\">-</td></tr>\n");
            return;
        }

        var cost = calls.Sum(call => (call.ReadUnits * ReadPrice) + (call.WriteUnits * WritePrice)) / Million * requestsPerMinute * MinutesPerMonth;
        Append(html, "</td><td class=\"number\">${0:N2}</td></tr>\n", cost);
    }

    private static string Shortened(string text) => text.Length <= LongestValue ? text : text[..LongestValue] + "...";

    private static string InWords(TimeSpan span) => span switch
    {
        { Ticks: <= 0 } => "0:00:00",
        { Days: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours}:{span.Minutes:00}:{span.Seconds:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.Hours}:{span.Minutes:00}:{span.Seconds:00}"),
    };

    private static void Append(HtmlContentBuilder html, string format, params object[] values) => html.AppendFormat(CultureInfo.InvariantCulture, format, values);
}
