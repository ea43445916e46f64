using DynamoSession.Core.Fields;
using DynamoSession.Core.Retries;

namespace DynamoSession.Core.Sharing;

/// <summary>Makes writes that are conditional on the session's current content, and repeats them with the new content if it has changed.</summary>
internal sealed class SharedRewriter(SharedItems items, TimeProvider timeProvider)
{
    /// <param name="key">The key.</param>
    /// <param name="loaded">The session as it was loaded.</param>
    /// <param name="token">The token by which a repeated write recognizes that it has already been applied.</param>
    /// <param name="needsLoadedFields">Whether the write is refused if any field has changed since the load.</param>
    /// <param name="write">Writes over a session, given its content and, if known, its record. Returns null if it was applied.</param>
    /// <param name="isAbandoned">Returns whether nobody is waiting for the outcome; null for never.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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

            // The refusal contains the current item, as up to date as a strongly consistent read; if it doesn't, there is none.
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
