using DynamoSession.AspNetCore.Sessions;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;

namespace DynamoSession.AspNetCore.Compatibility;

/// <summary>
/// Our storage under <c>app.UseSession()</c>, by Microsoft's rules: its cookie, its reuse of keys, its commit after the response.
/// </summary>
internal sealed class MicrosoftSessionStore(SessionServices services, SessionLoader loader) : ISessionStore
{
    public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey)
    {
        ArgumentNullException.ThrowIfNull(sessionKey);
        ArgumentNullException.ThrowIfNull(tryEstablishSession);

        if (services.Identity.IsShared)
        {
            throw new InvalidOperationException("ShareWithExpress() needs app.UseDynamoSession(): under app.UseSession() the cookie is Microsoft's, which Express cannot read.");
        }

        // The cookie holds the key, protected; the table knows its hash, as always.
        return new MicrosoftSession(services, loader, sessionKey, SessionId.PublicIdOf(sessionKey), idleTimeout, tryEstablishSession, isNewSessionKey);
    }
}
