using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace DynamoSession.AspNetCore.SignIn.Tickets;

/// <summary>
/// What the authentication cookie holds: the key of the ticket, which is random and needs no protection, so signing in needs no key ring.
/// </summary>
internal sealed class TicketKeyFormat : ISecureDataFormat<AuthenticationTicket>
{
    // The name that cookie authentication gives the key in a ticket that stands for a stored one.
    private const string KeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    public string Protect(AuthenticationTicket data) => Protect(data, purpose: null);

    public string Protect(AuthenticationTicket data, string? purpose) =>
        data.Principal.FindFirst(KeyClaim)?.Value
        ?? throw new InvalidOperationException("The sign-in ticket was not stored in the session. Don't replace the SessionStore of the cookie options with StoreSignInTickets().");

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, purpose: null);

    /// <returns>A ticket with the key only; null if the text is not a key, such as a cookie from before tickets were stored.</returns>
    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) => protectedText is not null && StoredTicket.IsKey(protectedText)
        ? new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(KeyClaim, protectedText)])), authenticationScheme: "")
        : null;
}
