using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Changes a field depending on what it is, again and again until nobody has committed in between.</summary>
internal sealed class SessionUpdate(SessionServices services, RequestSession session, RequestCommit commit)
{
    // An attempt fails only against a commit that went through: of so many updates at once, each gets its turn.
    private const int MaxAttempts = 50;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SessionException">The change could not be committed.</exception>
    public async Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = session.Stored;
            var before = stored.Fields.GetChanges();
            var value = update(stored.Fields.TryGet(field.Name, out var current, field.TypeInfo) ? current : field.CreateDefault());
            stored.Fields.Set(field.Name, value, field.TypeInfo);
            try
            {
                stored.RequiresLoadedVersion = true;
                await commit.WriteAsync(cancellationToken);
                return value;
            }
            catch (SessionConflictException)
            {
                // Other changes of an optimistic request rest on what it has read, which holds no more.
                stored.Fields.Revert(field.Name, before);
                if (attempt == MaxAttempts || (session.IsOptimistic && stored.HasSomethingToWrite()))
                {
                    throw;
                }

                var pause = ShortestPause * attempt * Random.Shared.NextDouble();
                await services.PauseAsync(pause < LongestPause ? pause : LongestPause, cancellationToken);
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
