using DynamoSession.Core.Fields;
using DynamoSession.Core.Retries;

namespace DynamoSession.Core.Sharing;

/// <summary>Makes writes that hold only if a session is still the one they were made of, and makes them again of what is there by then.</summary>
internal sealed class SharedRewriter(SharedItems items, TimeProvider timeProvider)
{
    /// <param name="key">The key.</param>
    /// <param name="loaded">The session as it was loaded.</param>
    /// <param name="token">By which a repeated write recognises that it has already won.</param>
    /// <param name="needsLoadedFields">Whether the write is refused when anybody has changed a field since.</param>
    /// <param name="write">Writes over a session: its content, and its record where that is known. Null from it when it was applied.</param>
    /// <param name="isAbandoned">Returns whether nobody waits for the outcome any more; null for never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SessionWriteStatus> WriteOverAsync(
        string key,
        SessionRecord loaded,
        string token,
        bool needsLoadedFields,
        Func<SessionValue, SharedRecord?, Task<RefusedSharedWrite?>> write,
        Func<bool>? isAbandoned,
        CancellationToken cancellationToken)
    {
        SharedRecord? stored = null;
        var content = loaded.Content;
        var backoff = new Backoff(Backoff.PauseAsync, isAbandoned);
        do
        {
            if (content is null)
            {
                stored ??= await items.GetAsync(key, consistentRead: true, cancellationToken).ConfigureAwait(false);
                if (SharedState.RefusalOf(stored, token, timeProvider.GetUtcNow()) is { } refusal)
                {
                    return refusal;
                }

                if (needsLoadedFields && !SharedState.HasSameFields(stored!, loaded))
                {
                    return SessionWriteStatus.Conflict;
                }

                content = stored!.Content!;
            }

            if (await write(content, stored).ConfigureAwait(false) is not { } refused)
            {
                return SessionWriteStatus.Applied;
            }

            // The refusal brought the current item along, as current as a strong read; without one there is nothing to read.
            if (refused.Stored is null)
            {
                return SessionWriteStatus.Missing;
            }

            (stored, content) = (refused.Stored, null);
        }
        while (await backoff.WaitAsync(cancellationToken).ConfigureAwait(false));

        return SessionWriteStatus.Conflict;
    }
}
