using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Users;

/// <summary>Ends sessions for their users, or all of a user. A tombstone leaves its reason, so that a sign-out can be told from a revocation.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="clock">The clock.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class UserRevoker(IAmazonDynamoDB dynamoDb, SessionTableOptions options, TimeProvider clock, CallCapacity capacity)
{
    private const int IndexPage = 100;
    private const int ParallelCalls = 8;

    private readonly UserItems _users = new(dynamoDb, options, capacity);
    private readonly UserSessionIds _ids = new(dynamoDb, options, capacity);
    private readonly UserExpressions _userExpressions = new(options.Attributes);
    private readonly SessionItems _items = new(dynamoDb, options, options.Attributes, capacity);
    private readonly SessionExpressions _expressions = new(options.Attributes);

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Revokes all sessions of a user, including those that are being created, bound or renewed.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptSessionId">The public id of a session that is spared, under whichever id it continues; null for none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many sessions were ended.</returns>
    public async Task<int> RevokeAllAsync(string userId, string? exceptSessionId, CancellationToken cancellationToken)
    {
        // First this: it refuses each binding that has begun and is not registered. Those that are registered are in what it returns.
        var user = await MarkRevokedAsync(userId, exceptSessionId, cancellationToken).ConfigureAwait(false);
        var spared = UserState.SparedBy(user, exceptSessionId);
        if (spared.Count > 1)
        {
            // It is being renewed, and the copy was bound before.
            await _users.UpdateAsync(TableOperation.Revoke, userId, UserExpressions.Spare(user.RevokedAt!.Value, spared), cancellationToken).ConfigureAwait(false);
        }

        var registrations = user.Registrations.ToLookup(registration => registration.SessionId, StringComparer.Ordinal);
        var ended = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelCalls, CancellationToken = cancellationToken };
        await foreach (var page in _ids.ListAsync(userId, user, IndexPage, cancellationToken).ConfigureAwait(false))
        {
            await Parallel.ForEachAsync(page.Where(id => !spared.Contains(id)), parallel, async (id, token) =>
            {
                if (await RevokeAsync(id, userId, registrations[id].MaxBy(registration => registration.At), spared, token).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref ended);
                }
            }).ConfigureAwait(false);
        }

        return ended;
    }

    /// <summary>Revokes a session, under whichever id it continues.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="userId">The user that it must be bound to; null for any, or none.</param>
    /// <param name="registration">Its registration; if that is new, the session may still have to be created or bound to the user, which it then never will be.</param>
    /// <param name="spared">The public ids of sessions that go on; null for none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there was a session to end.</returns>
    public async Task<bool> RevokeAsync(
        string id, string? userId, UserRegistration? registration, IReadOnlySet<string>? spared, CancellationToken cancellationToken)
    {
        var time = clock.GetUtcNow();
        var now = time.ToUnixTimeSeconds();
        var isPending = registration is not null && UserState.IsPending(registration, UniqueTime.ToMicroseconds(time));
        var tombstone = _expressions.Revoke(userId, isPending ? registration!.At : null, now);
        for (var next = id; next is not null && spared?.Contains(next) != true;)
        {
            var (isApplied, before) = await _items.UpdateAndGetAsync(TableOperation.Revoke, next, tombstone, ReturnValue.ALL_OLD, cancellationToken).ConfigureAwait(false);
            if (isApplied || ReferenceEquals(before, StoredRecord.Unreadable))
            {
                // An item that can't be read isn't a tombstone, so it was one of the session's that has been ended.
                return before is not null && !before.HasExpired(now);
            }

            next = before?.Successor;
        }

        return false;
    }

    private async Task<UserRecord> MarkRevokedAsync(string userId, string? spared, CancellationToken cancellationToken)
    {
        var revokedAt = UniqueTime.ToMicroseconds(UniqueTime.Next(clock));
        while (true)
        {
            var (isApplied, user) = await _users.UpdateAsync(
                TableOperation.Revoke, userId, _userExpressions.Revoke(revokedAt, spared, Now), cancellationToken).ConfigureAwait(false);
            if (isApplied)
            {
                return user;
            }

            // A revocation by another process, whose clock is ahead.
            revokedAt = user.RevokedAt!.Value + 1;
        }
    }
}
