using DynamoSession.AspNetCore.Identity;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>The cookies in which a browser reports its own latest commits: one while replicas may lag, one with the token, in case a replica lags longer.</summary>
internal sealed class OwnWritesCookies(SessionCookie cookie)
{
    private const string RecentSuffix = "-recent";
    private const string TokenSuffix = "-latest";

    // Parallel responses may arrive in any order, so the token that the browser keeps may not be that of its last commit. The marker
    // lasts until every replica has all of them: usually less than a second, with a margin. A read while it lasts costs twice as much.
    private static readonly TimeSpan RecentFor = TimeSpan.FromSeconds(2);

    // Less than a record keeps its commit tokens.
    private static readonly TimeSpan TokenFor = TimeSpan.FromSeconds(100);

    /// <summary>Returns what the browser reports about its own latest commits.</summary>
    public OwnWrites Read(HttpContext context)
    {
        var header = context.Request.Headers.Cookie;
        var name = cookie.NameFor(context);
        return new OwnWrites(
            IsRecent: CookieHeader.Find(header, name + RecentSuffix) is not null,
            Token: CookieHeader.Find(header, name + TokenSuffix));
    }

    /// <summary>Sets the cookies that report a commit.</summary>
    public void Send(HttpContext context, string token)
    {
        var name = cookie.NameFor(context);
        var options = cookie.Build(context);
        options.MaxAge = RecentFor;
        SetCookies.Replace(context.Response, name + RecentSuffix, "1", options);
        options.MaxAge = TokenFor;
        SetCookies.Replace(context.Response, name + TokenSuffix, token, options);
    }
}
