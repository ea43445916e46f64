using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Changes a field depending on what it is, again and again until nobody has committed in between.</summary>
internal sealed class SessionUpdate(SessionServices services, RequestSession session, RequestCommit commit)
{
    private const int MaxAttempts = 20;

    /// <exception cref="SessionException">The change could not be committed.</exception>
    public async Task<T> UpdateAsync<T>(string key, Func<T?, T> update, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = session.Stored;
            var value = update(stored.Fields.TryGet<T>(key, out var current) ? current : default);
            stored.Fields.Set(key, value);
            try
            {
                stored.RequiresLoadedVersion = true;
                await commit.WriteAsync(cancellationToken);
                return value;
            }
            catch (SessionConflictException)
            {
                // Other changes of an optimistic request rest on what it has read, which holds no more.
                stored.Fields.Revert(key);
                if (attempt == MaxAttempts || (session.IsOptimistic && stored.HasSomethingToWrite()))
                {
                    throw;
                }

                await ReloadAsync(stored, cancellationToken);
            }
            finally
            {
                stored.RequiresLoadedVersion = session.IsOptimistic;
            }
        }
    }

    private async Task ReloadAsync(StoredSession stored, CancellationToken cancellationToken)
    {
        var result = await services.WithDeadlineAsync(
            "load",
            token => services.Table.LoadAsync(stored.Id, consistentRead: true, token).WaitAsync(token),
            cancellationToken);
        stored.Rebase(result.Record ?? throw new SessionGoneException(
            $"The session ended ({result.Status}) while one of its fields was to be updated; nothing was written. Let the user start a new session."));
    }
}
