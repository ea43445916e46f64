using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>
/// The application's authentication service, which first changes the session: a sign-in gives it a new id and its user, and a sign-out ends
/// it. If that fails, so does the sign-in or sign-out, before an authentication cookie is sent or deleted.
/// </summary>
/// <remarks>Every sign-in comes here, whatever scheme it is for. The events of a scheme can be replaced by the application at any time.</remarks>
internal sealed class SessionAuthenticationService(IAuthenticationService inner, SessionSignIn sessions) : IAuthenticationService
{
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => inner.AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ForbidAsync(context, scheme, properties);

    public async Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
    {
        await sessions.SignInAsync(context, scheme, principal, properties);
        await SignInProgress.RunAsync(context, () => inner.SignInAsync(context, scheme, principal, properties));
    }

    public async Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
    {
        await sessions.SignOutAsync(context, scheme);
        await inner.SignOutAsync(context, scheme, properties);
    }
}
