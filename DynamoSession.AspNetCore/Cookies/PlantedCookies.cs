using DynamoSession.AspNetCore.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>
/// More cookies with the session's name than any application has a reason to set. Without a <c>__Host-</c> name, another host of the same
/// site can plant them under longer paths or a parent domain, so that they hide the real one.
/// </summary>
internal sealed class PlantedCookies(SessionCookie cookie, SessionLog log)
{
    // A browser refuses headers that are too long, and so do proxies.
    private const int MaxExpired = 32;

    /// <summary>Expires them wherever they can be, except where the session's own cookie is.</summary>
    public void ExpireAny(HttpContext context)
    {
        var name = cookie.NameFor(context);
        if (CanBePlanted(name) && CookieHeader.CountOf(context.Request.Headers.Cookie, name) is > CookieHeader.MaxSecrets and var count)
        {
            log.Logger.CookiesPlanted(count);
            ExpireAll(context, name);
        }
    }

    private void ExpireAll(HttpContext context, string name)
    {
        var attributes = cookie.Build(context);
        var (ownDomain, ownPath) = (attributes.Domain, attributes.Path);
        (attributes.MaxAge, attributes.Expires) = (null, DateTimeOffset.UnixEpoch);
        var expired = new List<string?>(context.Response.Headers.SetCookie);
        foreach (var (domain, path) in Places(context.Request).Where(place => !IsOwn(place.Domain, place.Path)).Take(MaxExpired))
        {
            (attributes.Domain, attributes.Path) = (domain, path);
            var header = attributes.CreateCookieHeader(name, "").ToString();
            if (!expired.Contains(header))
            {
                expired.Add(header);
            }
        }

        context.Response.Headers.SetCookie = new StringValues([.. expired]);

        // Some browsers don't distinguish a cookie of the host alone from one whose domain is the host.
        bool IsOwn(string? domain, string path) => path == ownPath
            && (ownDomain is null ? domain is null || domain == context.Request.Host.Host : domain?.TrimStart('.') == ownDomain.TrimStart('.'));
    }

    // Browsers accept a __Host- cookie from this host only, and only one of them.
    private static bool CanBePlanted(string name) => !name.StartsWith(CookiePrefix.Host, StringComparison.OrdinalIgnoreCase);

    // Every path and domain with which the browser sends a cookie to this request, the most general first.
    private static IEnumerable<(string? Domain, string Path)> Places(HttpRequest request) =>
        from path in Paths((request.PathBase + request.Path).ToUriComponent())
        from domain in Domains(request.Host.Host)
        select (domain, path);

    private static IEnumerable<string?> Domains(string host)
    {
        yield return null;
        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            yield break;
        }

        // A top-level domain can't have cookies.
        for (var rest = host; rest.Contains('.', StringComparison.Ordinal); rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            yield return rest;
        }
    }

    private static IEnumerable<string> Paths(string path)
    {
        yield return "/";
        for (var end = path.IndexOf('/', 1 % Math.Max(path.Length, 1)); end > 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
            yield return path[..(end + 1)];
        }

        if (path.Length > 1 && !path.EndsWith('/'))
        {
            yield return path;
        }
    }
}
