using DynamoSession.AspNetCore.Identity;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>The cookies by which a browser tells of its own latest commits: that there was one, while a replica may lag; and which, in case one lags longer.</summary>
internal sealed class OwnWritesCookies(SessionCookie cookie)
{
    private const string RecentSuffix = "-recent";
    private const string TokenSuffix = "-latest";

    // Parallel answers may arrive in any order, and then the token that the browser keeps is not that of its last commit. So the
    // marker lasts until every replica has all of them: usually a second, with room for a bad moment.
    private static readonly TimeSpan RecentFor = TimeSpan.FromSeconds(5);

    // Less than a record remembers its commits.
    private static readonly TimeSpan TokenFor = TimeSpan.FromSeconds(100);

    /// <summary>Returns what the browser tells about its own latest commits.</summary>
    public OwnWrites Read(HttpContext context)
    {
        var header = context.Request.Headers.Cookie;
        var name = cookie.NameFor(context);
        return new OwnWrites(
            IsRecent: CookieHeader.Find(header, name + RecentSuffix) is not null,
            Token: CookieHeader.Find(header, name + TokenSuffix));
    }

    /// <summary>Lets the browser tell of a commit.</summary>
    public void Send(HttpContext context, string token)
    {
        var name = cookie.NameFor(context);
        var options = cookie.Build(context);
        options.MaxAge = RecentFor;
        context.Response.Cookies.Append(name + RecentSuffix, "1", options);
        options.MaxAge = TokenFor;
        context.Response.Cookies.Append(name + TokenSuffix, token, options);
    }
}
