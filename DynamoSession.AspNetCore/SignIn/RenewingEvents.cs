using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>The application's events, preceded by the renewal of the session's id at sign-in.</summary>
internal sealed class RenewingEvents : CookieAuthenticationEvents
{
    /// <param name="events">The application's events; null for the defaults.</param>
    /// <param name="eventsType">The type of the service that provides the events instead; null if there is none.</param>
    public RenewingEvents(CookieAuthenticationEvents? events, Type? eventsType)
    {
        events ??= new CookieAuthenticationEvents();

        // Delegates, not overrides: other libraries later chain or replace these properties, and must still be called.
        OnSigningIn = context => Inner(context.HttpContext).SigningIn(context);
        OnSignedIn = context => Inner(context.HttpContext).SignedIn(context);
        OnSigningOut = context => Inner(context.HttpContext).SigningOut(context);
        OnValidatePrincipal = context => Inner(context.HttpContext).ValidatePrincipal(context);
        OnCheckSlidingExpiration = context => Inner(context.HttpContext).CheckSlidingExpiration(context);
        OnRedirectToLogin = context => Inner(context.HttpContext).RedirectToLogin(context);
        OnRedirectToLogout = context => Inner(context.HttpContext).RedirectToLogout(context);
        OnRedirectToAccessDenied = context => Inner(context.HttpContext).RedirectToAccessDenied(context);
        OnRedirectToReturnUrl = context => Inner(context.HttpContext).RedirectToReturnUrl(context);

        CookieAuthenticationEvents Inner(HttpContext context) =>
            eventsType is null ? events : (CookieAuthenticationEvents)context.RequestServices.GetRequiredService(eventsType);
    }

    public override Task SigningIn(CookieSigningInContext context)
    {
        // Without a session there is nothing to renew, and another package's session can't be renewed here.
        if (context.HttpContext.Features.Get<ISessionFeature>()?.Session is IDynamoSession session)
        {
            session.RenewId();
        }

        return base.SigningIn(context);
    }
}
