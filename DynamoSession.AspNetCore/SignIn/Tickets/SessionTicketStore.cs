using DynamoSession.AspNetCore.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.SignIn.Tickets;

/// <summary>Keeps the tickets of cookie authentication in the session's own item, so that a session that has ended signs its user out.</summary>
/// <param name="outside">The sessions of requests that have not come to the middleware.</param>
/// <param name="options">The options of the scheme.</param>
internal sealed class SessionTicketStore(OutsideSessions outside, CookieAuthenticationOptions options) : ITicketStore
{
    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = StoredTicket.NewKey();
        await ChangeAsync(httpContext, session => SignIn(session, key, ticket));
        return key;
    }

    /// <summary>
    /// Replaces the ticket: at a sign-in of a browser that is signed in already, or because the claims have changed. A ticket whose time is just
    /// extended never comes here: it lives as long as its session.
    /// </summary>
    public Task RenewAsync(string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken) =>
        ChangeAsync(httpContext, session =>
        {
            if (SignInProgress.IsSigningIn(httpContext))
            {
                SignIn(session, key, ticket);
            }
            else if (session is { IsWritable: true, State.Draft.Record: not null })
            {
                // Where it cannot be written, the next request tries again. A session that has ended meanwhile must not come back.
                session.SetTicket(StoredTicket.Encode(key, ticket));
            }
        });

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var record = httpContext.Features.Get<ISessionFeature>()?.Session switch
        {
            RequestSession session => session.State.Draft.Record,
            null => NeedsNoUser(httpContext) ? null : await outside.FindAsync(httpContext),
            _ => null,
        };
        if (record?.Ticket is not { } stored || StoredTicket.Decode(key, stored.Span) is not { } ticket)
        {
            return null;
        }

        if (IsSliding(ticket))
        {
            // The session is extended when it is used; the ticket would be written again, and the cookie sent again.
            ticket.Properties.ExpiresUtc = record.ExpiresAt;
            ticket.Properties.AllowRefresh = false;
        }

        return ticket;
    }

    public Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken) => ChangeAsync(httpContext, session => session.RemoveTicket());

    // Called by cookie authentication only through the methods above, by their default implementations.
    Task<string> ITicketStore.StoreAsync(AuthenticationTicket ticket) => throw NeedsRequest();

    Task ITicketStore.RenewAsync(string key, AuthenticationTicket ticket) => throw NeedsRequest();

    Task<AuthenticationTicket?> ITicketStore.RetrieveAsync(string key) => throw NeedsRequest();

    Task ITicketStore.RemoveAsync(string key) => throw NeedsRequest();

    private static NotSupportedException NeedsRequest() => new("The tickets are stored in the session of a request, so they can be used with its HttpContext only.");

    private void SignIn(RequestSession session, string key, AuthenticationTicket ticket)
    {
        session.SetTicket(StoredTicket.Encode(key, ticket));
        if (ticket.Properties is not { IsPersistent: true, IssuedUtc: { } issued, ExpiresUtc: { } expires })
        {
            return;
        }

        var duration = expires - issued;
        if (IsSliding(ticket) && session.AbsoluteTimeout is var limit && (limit == Timeout.InfiniteTimeSpan || limit > duration))
        {
            (session.IdleTimeout, session.IsPersistent) = (duration, true);
        }
        else
        {
            session.KeepFor(duration);
        }
    }

    // A page refers to many assets, and each of them would read the session.
    private static bool NeedsNoUser(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && metadata.GetMetadata<StaticAssetDescriptor>() is not null
        && metadata.GetMetadata<IAuthorizeData>() is null
        && context.RequestServices.GetRequiredService<IOptions<AuthorizationOptions>>().Value.FallbackPolicy is null;

    private bool IsSliding(AuthenticationTicket ticket) => options.SlidingExpiration && ticket.Properties.AllowRefresh != false;

    private Task ChangeAsync(HttpContext context, Action<RequestSession> change)
    {
        switch (context.Features.Get<ISessionFeature>()?.Session)
        {
            case RequestSession session:
                change(session);
                return Task.CompletedTask;
            case null:
                return outside.ChangeAsync(context, session =>
                {
                    change(session);
                    return Task.CompletedTask;
                });
            default:
                throw new InvalidOperationException("The session here cannot keep the ticket of a sign-in. Call app.UseDynamoSession() instead of app.UseSession().");
        }
    }
}
