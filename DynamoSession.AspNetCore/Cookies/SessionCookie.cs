using DynamoSession.AspNetCore.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>The cookie that holds a session's secret: found, sent and expired.</summary>
internal sealed class SessionCookie(IOptions<DynamoSessionOptions> options, IHostEnvironment environment, SessionServices services)
{
    private const string RecentSuffix = "-recent";
    private const string TokenSuffix = "-latest";

    // Parallel answers may arrive in any order, and then the token that the browser keeps is not that of its last commit. So the
    // marker lasts until every replica has all of them: usually a second, with room for a bad moment.
    private static readonly TimeSpan RecentFor = TimeSpan.FromSeconds(5);

    // Less than a record remembers its commits.
    private static readonly TimeSpan TokenFor = TimeSpan.FromSeconds(100);

    private readonly CookieBuilder _cookie = options.Value.Cookie;
    private int _warnedOfPlainHttp;

    /// <summary>Gets whether the cookie outlives the browser, so that it must be extended with the session.</summary>
    /// <remarks>Of a shared session its record says so.</remarks>
    public bool IsPersistent => _cookie.MaxAge is not null && !services.Identity.IsShared;

    /// <summary>Returns what could be secrets of ours, in their order.</summary>
    public IReadOnlyList<string> Read(HttpContext context) => services.Identity.FindSecrets(context.Request.Headers.Cookie, NameFor(context));

    /// <summary>Returns whether the browser's user has not forbidden the cookie.</summary>
    public bool MayBeSent(HttpContext context) =>
        _cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false };

    /// <summary>Sends the secret.</summary>
    /// <param name="context">The request.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="keepUntil">Until when the browser is to keep it, where the options let it forget; null when they decide.</param>
    public void Send(HttpContext context, string secret, DateTimeOffset? keepUntil)
    {
        var cookie = Build(context);
        if (services.Identity.IsShared)
        {
            // As Express sends it.
            cookie.MaxAge = null;
            cookie.Expires = keepUntil;
        }
        else
        {
            cookie.MaxAge ??= keepUntil - services.Clock.GetUtcNow();
        }

        if (cookie.Secure && !context.Request.IsHttps && Interlocked.Exchange(ref _warnedOfPlainHttp, 1) == 0)
        {
            services.Logger.SecureCookieOverPlainHttp();
        }

        // An earlier pass of the same request may have sent or expired one; a browser is to see the last word only.
        var name = NameFor(context);
        var headers = context.Response.Headers;
        headers.SetCookie = headers.SetCookie.Where(header => header?.StartsWith(name + "=", StringComparison.Ordinal) != true).ToArray();
        context.Response.Cookies.Append(name, services.Identity.CookieTextOf(secret), cookie);
    }

    /// <summary>Returns what the browser tells about its own latest commits.</summary>
    public OwnWrites ReadOwnWrites(HttpContext context)
    {
        var header = context.Request.Headers.Cookie;
        var name = NameFor(context);
        return new OwnWrites(
            IsRecent: CookieHeader.Find(header, name + RecentSuffix) is not null,
            Token: CookieHeader.Find(header, name + TokenSuffix));
    }

    /// <summary>Lets the browser tell of a commit: that there was one, while a replica may lag; and which, in case one lags longer.</summary>
    public void SendOwnWrites(HttpContext context, string token)
    {
        var name = NameFor(context);
        var cookie = Build(context);
        cookie.MaxAge = RecentFor;
        context.Response.Cookies.Append(name + RecentSuffix, "1", cookie);
        cookie.MaxAge = TokenFor;
        context.Response.Cookies.Append(name + TokenSuffix, token, cookie);
    }

    public void Expire(HttpContext context)
    {
        var cookie = Build(context);
        cookie.MaxAge = null;
        context.Response.Cookies.Delete(NameFor(context), cookie);
    }

    private CookieOptions Build(HttpContext context)
    {
        var cookie = _cookie.Build(context, services.Clock.GetUtcNow());
        cookie.Secure &= !IsPlainDevelopment(context);
        return cookie;
    }

    public string NameFor(HttpContext context) =>
        IsPlainDevelopment(context) ? CookiePrefix.Strip(_cookie.Name!) : _cookie.Name!;

    // http://localhost: not every browser keeps a Secure cookie there, and none a __Host- one without Secure.
    private bool IsPlainDevelopment(HttpContext context) => !context.Request.IsHttps && environment.IsDevelopment();
}
