using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Extends a session that was used. It is a courtesy: neither its failure nor its slowness is the request's.</summary>
internal static class SessionTouch
{
    /// <summary>How long an answer waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Task SendAsync(StoredSession session, SessionServices services) =>
        session.IsTouchDue ? SendDueAsync(session, services) : Task.CompletedTask;

    private static async Task SendDueAsync(StoredSession session, SessionServices services)
    {
        if (services.TouchCircuit.IsOpen)
        {
            services.Logger.TouchShed();
            return;
        }

        var touch = SendQuietlyAsync(session, services);
        try
        {
            await touch.WaitAsync(Patience, services.Clock);
        }
        catch (TimeoutException)
        {
            // It goes on by itself, within IOTimeout, and reports its own failure.
            services.Logger.TouchIsSlow();
        }
    }

    private static async Task SendQuietlyAsync(StoredSession session, SessionServices services)
    {
        try
        {
            await services.WithDeadlineAsync(
                "touch",
                async token =>
                {
                    await session.TouchAsync(token);
                    return true;
                },
                CancellationToken.None);
            if (session.WasExtended)
            {
                services.TouchCircuit.Succeeded();
            }
        }
        catch (SessionStoreException exception)
        {
            services.Logger.TouchFailed(exception);
        }
    }
}
