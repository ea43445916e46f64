using DynamoSession.AspNetCore.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.SignIn.Tickets;

/// <summary>Makes the application's own scheme keep its tickets in the session. Those of external sign-ins and second factors stay in their cookies.</summary>
internal sealed class TicketRegistration(OutsideSessions outside, IOptions<AuthenticationOptions> authentication, TimeProvider clock)
    : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name is null || !IsApplication(name))
        {
            return;
        }

        options.SessionStore = new SessionTicketStore(outside, options);
        options.TicketDataFormat = new TicketKeyFormat();
        options.CookieManager = new TicketCookieManager(options.CookieManager ?? new ChunkingCookieManager(), clock);
    }

    private bool IsApplication(string name)
    {
        var options = authentication.Value;
        var byDefault = options.DefaultAuthenticateScheme ?? options.DefaultScheme ?? (options.Schemes.Count() == 1 ? options.Schemes.Single().Name : null);
        return name == byDefault || name == ApplicationScheme.IdentityScheme;
    }
}
