using System.Security.Claims;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.Policies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>What a sign-in and a sign-out do to the request's session, wherever in the pipeline they happen.</summary>
/// <seealso href="https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html">OWASP, Renew the Session ID After Any Privilege Level Change</seealso>
internal sealed class SessionSignIn(SessionLimitations limitations, MiddlewareUse middleware, IOptions<DynamoSessionOptions> options)
{
    /// <summary>
    /// Gives the session a new id, so that anyone who planted or knew the previous one does not gain access to the signed-in session (session
    /// fixation). A sign-in to the application also binds the session to the user; another user's session is not carried over.
    /// </summary>
    public async Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
    {
        ArgumentNullException.ThrowIfNull(principal);

        // Shared with Express, a session has neither a user nor a lifetime of its own.
        var binds = limitations.UserId is null && await ApplicationScheme.IsSignInAsync(context, scheme);
        var userId = binds ? UserIdOf(principal) : null;
        await ChangeAsync(context, async session =>
        {
            if (!binds)
            {
                session.RenewId();
                return;
            }

            Bind(session, userId);
            if (properties is { IsPersistent: true })
            {
                session.IsPersistent = true;
            }

            if (options.Value is { MaxSessionsPerUser: not null, MaxSessionsAction: SessionLimitAction.Refuse } && session is RequestSession request)
            {
                // Here the application can respond to a refusal, and no authentication cookie has been set yet.
                await request.CommitSignInAsync();
            }
        });
    }

    /// <summary>Ends the session with a sign-out from the application, so that the next user of the browser does not see it.</summary>
    public async Task SignOutAsync(HttpContext context, string? scheme)
    {
        if (options.Value.DestroyOnSignOut && await ApplicationScheme.IsSignOutAsync(context, scheme))
        {
            await ChangeAsync(context, session =>
            {
                session.Destroy();
                return Task.CompletedTask;
            });
        }
    }

    private static void Bind(IDynamoSession session, string? userId)
    {
        // The stored user: the application may have set the next one in this request.
        var current = session is RequestSession { State.Draft: var draft } ? draft.Record?.UserId : session.UserId;
        if (current is not null && current != userId)
        {
            session.Destroy();
        }
        else
        {
            session.RenewId();
        }

        if (userId is not null)
        {
            session.UserId = userId;
        }
    }

    private string? UserIdOf(ClaimsPrincipal principal)
    {
        var claim = options.Value.UserIdClaimType is { } type
            ? principal.FindFirst(type)
            : principal.FindFirst(ClaimTypes.NameIdentifier) ?? principal.FindFirst("sub");
        return string.IsNullOrEmpty(claim?.Value) ? null : claim.Value;
    }

    private Task ChangeAsync(HttpContext context, Func<IDynamoSession, Task> change)
    {
        switch (context.Features.Get<ISessionFeature>()?.Session)
        {
            case IDynamoSession session:
                return change(session);
            case null when middleware.IsUsed:
                return context.RequestServices.GetRequiredService<OutsideSessions>().ChangeAsync(context, change);
            default:
                // Another package's session, or an application that uses no session of this one.
                return Task.CompletedTask;
        }
    }
}
