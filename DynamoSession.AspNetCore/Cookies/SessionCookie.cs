using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>Finds, sends and expires the cookie that holds a session's secret.</summary>
internal sealed class SessionCookie(
    IOptions<DynamoSessionOptions> options,
    IHostEnvironment environment,
    ISessionIdentity identity,
    ICookieLifetime lifetime,
    TimeProvider clock,
    SessionLog log)
{
    private readonly CookieBuilder _cookie = options.Value.Cookie;
    private int _warnedOfPlainHttp;
    private int _warnedOfSameSite;

    /// <summary>Returns the well-formed secrets in the request's cookies, in order.</summary>
    public IReadOnlyList<string> Read(HttpContext context) => identity.FindSecrets(context.Request.Headers.Cookie, NameFor(context));

    /// <summary>Returns how many of the request's cookies with the session cookie's name no session can have sent.</summary>
    public int CountMalformed(HttpContext context) => identity.CountMalformed(context.Request.Headers.Cookie, NameFor(context));

    /// <summary>Returns whether consent, if required, allows the cookie.</summary>
    public bool MayBeSent(HttpContext context) =>
        _cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false };

    /// <summary>Sends the secret.</summary>
    public void Send(HttpContext context, string secret, SessionRecord record)
    {
        var cookie = Build(context);
        lifetime.Apply(cookie, record);
        if (cookie.Secure && !context.Request.IsHttps && Interlocked.Exchange(ref _warnedOfPlainHttp, 1) == 0)
        {
            log.Logger.SecureCookieOverPlainHttp();
        }

        if (cookie is { SameSite: SameSiteMode.None, Secure: false } && Interlocked.Exchange(ref _warnedOfSameSite, 1) == 0)
        {
            log.Logger.SameSiteNoneWithoutSecure();
        }

        SetCookies.Replace(context.Response, NameFor(context), identity.CookieTextOf(secret), cookie);
    }

    public void Expire(HttpContext context) => SetCookies.Expire(context.Response, NameFor(context), Build(context));

    /// <summary>
    /// Expires the cookie of another package. If it has the name, domain and path of the session's own, the browser takes them for the same
    /// cookie: sending the own one replaces it, and a late response must not delete what an earlier one has sent.
    /// </summary>
    public void ExpireOther(HttpContext context, string name, CookieOptions other)
    {
        if (name != NameFor(context) || !SetCookies.IsSamePlace(other, Build(context)))
        {
            SetCookies.Expire(context.Response, name, other);
        }
    }

    /// <summary>Returns the cookie's attributes for this request.</summary>
    public CookieOptions Build(HttpContext context)
    {
        var cookie = _cookie.Build(context, clock.GetUtcNow());
        cookie.Secure &= !IsPlainDevelopment(context);
        return cookie;
    }

    public string NameFor(HttpContext context) =>
        IsPlainDevelopment(context) ? CookiePrefix.Strip(_cookie.Name!) : _cookie.Name!;

    // On http://localhost, not every browser accepts a Secure cookie, and no browser accepts a __Host- cookie without Secure.
    private bool IsPlainDevelopment(HttpContext context) => !context.Request.IsHttps && environment.IsDevelopment();
}
