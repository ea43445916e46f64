using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>The application's events, with the renewal of the session's id in front of the sign-in.</summary>
internal sealed class RenewingEvents(CookieAuthenticationEvents events, Type? eventsType) : CookieAuthenticationEvents
{
    public override Task SigningIn(CookieSigningInContext context)
    {
        // Without a session there is nothing that could be fixed; another package's is not ours to renew.
        if (context.HttpContext.Features.Get<ISessionFeature>()?.Session is IDynamoSession session)
        {
            session.RenewId();
        }

        return Inner(context.HttpContext).SigningIn(context);
    }

    public override Task SignedIn(CookieSignedInContext context) => Inner(context.HttpContext).SignedIn(context);

    public override Task SigningOut(CookieSigningOutContext context) => Inner(context.HttpContext).SigningOut(context);

    public override Task ValidatePrincipal(CookieValidatePrincipalContext context) => Inner(context.HttpContext).ValidatePrincipal(context);

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context) => Inner(context.HttpContext).CheckSlidingExpiration(context);

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => Inner(context.HttpContext).RedirectToLogin(context);

    public override Task RedirectToLogout(RedirectContext<CookieAuthenticationOptions> context) => Inner(context.HttpContext).RedirectToLogout(context);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Inner(context.HttpContext).RedirectToAccessDenied(context);

    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) => Inner(context.HttpContext).RedirectToReturnUrl(context);

    private CookieAuthenticationEvents Inner(HttpContext context) =>
        eventsType is null ? events : (CookieAuthenticationEvents)context.RequestServices.GetRequiredService(eventsType);
}
