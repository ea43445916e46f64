using DynamoSession.AspNetCore.Policies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;

namespace DynamoSession.AspNetCore.UseSession;

/// <summary>
/// Our storage under <c>app.UseSession()</c>, by Microsoft's rules: its cookie, its reuse of keys, its commit after the response.
/// </summary>
internal sealed class MicrosoftSessionStore(MicrosoftSessionServices services, SessionLimitations limitations) : ISessionStore
{
    public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey)
    {
        ArgumentNullException.ThrowIfNull(sessionKey);
        ArgumentNullException.ThrowIfNull(tryEstablishSession);

        SessionLimitations.ThrowIfAny(limitations.MicrosoftMiddleware);

        // The cookie holds the key, protected; the table knows its hash, as always.
        return new MicrosoftSession(services, sessionKey, SessionId.PublicIdOf(sessionKey), idleTimeout, tryEstablishSession, isNewSessionKey);
    }
}
