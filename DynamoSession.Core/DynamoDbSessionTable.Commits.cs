using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;
using DynamoSession.Core.Retries;
using DynamoSession.Core.Users;

namespace DynamoSession.Core;

// A commit, which is attempted again with what is stored now.
public sealed partial class DynamoDbSessionTable
{
    /// <inheritdoc/>
    public async Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var binding = await _binder.BindAsync(UserBindingRequest.Of(commit), cancellationToken).ConfigureAwait(false);
        if (binding.Refusal is { } unbound)
        {
            return unbound;
        }

        CommitToken.Begin(commit.Token);
        var status = await WriteAsync(commit, binding.Since, cancellationToken).ConfigureAwait(false);
        if (status is SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied)
        {
            commit.Progress.Applied();
        }

        CommitToken.Settle(commit.Token);
        return status;
    }

    /// <summary>
    /// Writes a commit. If it is refused for a reason that doesn't refuse the commit itself (another request has extended the session
    /// further, or the changes depend on a version that is no longer current), it is attempted again with what is stored now.
    /// </summary>
    private async Task<SessionWriteStatus> WriteAsync(SessionCommit commit, long? userSince, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(Backoff.PauseAsync, commit.IsAbandoned);
        var attempt = CommitAttempt.First(commit);
        do
        {
            var now = Now;
            commit.Progress.Sent(now);
            if (await UpdateAsync(commit, _commits.Commit(attempt, now, userSince), cancellationToken).ConfigureAwait(false) is not { Stored: var stored })
            {
                return SessionWriteStatus.Applied;
            }

            if (commit.Progress.IsApplied)
            {
                // It is sent again although its outcome is known, and its token may have been removed since.
                return SessionWriteStatus.AlreadyApplied;
            }

            if (RecordState.RefusalOfCommit(stored, commit, now) is { } refusal)
            {
                return refusal;
            }

            // The refusal brought the current item along, as current as a strong read.
            ThrowIfNewer(stored);
            if (!stored!.IsSession)
            {
                return SessionWriteStatus.Conflict;
            }

            ThrowIfInDoubt(stored, attempt);
            attempt = attempt.On(stored);
            attempt.ThrowIfTooLarge();
        }
        while (await backoff.WaitAsync(cancellationToken).ConfigureAwait(false));

        return SessionWriteStatus.Conflict;
    }

    private Task<RefusedUpdate?> UpdateAsync(SessionCommit commit, UpdateExpression update, CancellationToken cancellationToken) => _items.UpdateAsync(
        TableOperation.Commit,
        commit.Loaded.Id,
        update,
        exception => DynamoDbErrors.DescribeTooLarge(_items.TableName, ItemSize.Candidates(commit), exception)
            ?? DynamoDbErrors.DescribeWrongType(_items.TableName, commit.Changes, exception),
        cancellationToken);

    private void ThrowIfInDoubt(StoredRecord stored, CommitAttempt attempt)
    {
        if (attempt.IsInDoubt(stored))
        {
            throw new SessionStoreException(
                $"A commit to a session in table '{_items.TableName}' may or may not have been applied: so many commits of other instances followed that "
                + "the session no longer contains the token. Load the session again to see what is stored.")
            {
                ErrorType = "in_doubt",
                IsTransient = false,
            };
        }
    }
}
