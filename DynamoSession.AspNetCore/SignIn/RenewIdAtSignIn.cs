using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>
/// Makes every cookie authentication scheme renew the session's id at sign-in, so that anyone who planted or knew the previous id does
/// not gain access to the signed-in session (session fixation).
/// </summary>
/// <seealso href="https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html">OWASP, Renew the Session ID After Any Privilege Level Change</seealso>
internal sealed class RenewIdAtSignIn : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        // An application's own events, whether from its services or set in the options, are kept.
        options.Events = new RenewingEvents(options.Events, options.EventsType);
        options.EventsType = null;
    }
}
