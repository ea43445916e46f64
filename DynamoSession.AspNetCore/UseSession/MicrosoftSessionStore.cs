using DynamoSession.AspNetCore.Policies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;

namespace DynamoSession.AspNetCore.UseSession;

/// <summary>
/// DynamoSession's storage for <c>app.UseSession()</c>, which has its own cookie, reuses keys, and commits after the response.
/// </summary>
internal sealed class MicrosoftSessionStore(MicrosoftSessionServices services, SessionLimitations limitations) : ISessionStore
{
    public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey)
    {
        ArgumentNullException.ThrowIfNull(sessionKey);
        ArgumentNullException.ThrowIfNull(tryEstablishSession);

        SessionLimitations.ThrowIfAny(limitations.MicrosoftMiddleware);

        // The cookie contains the protected key; the table stores its hash, as always.
        return new MicrosoftSession(services, sessionKey, SessionId.PublicIdOf(sessionKey), idleTimeout, tryEstablishSession, isNewSessionKey);
    }
}
