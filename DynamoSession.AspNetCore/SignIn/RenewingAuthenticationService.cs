using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>
/// The application's authentication service, which first renews the session's id at sign-in, so that anyone who planted or knew the
/// previous id does not gain access to the signed-in session (session fixation).
/// </summary>
/// <remarks>Every sign-in comes here, whatever scheme it is for. The events of a scheme can be replaced by the application at any time.</remarks>
/// <seealso href="https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html">OWASP, Renew the Session ID After Any Privilege Level Change</seealso>
internal sealed class RenewingAuthenticationService(IAuthenticationService inner) : IAuthenticationService
{
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => inner.AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ForbidAsync(context, scheme, properties);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
    {
        // Without a session there is nothing to renew, and another package's session can't be renewed here.
        if (context.Features.Get<ISessionFeature>()?.Session is IDynamoSession session)
        {
            session.RenewId();
        }

        return inner.SignInAsync(context, scheme, principal, properties);
    }

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.SignOutAsync(context, scheme, properties);
}
