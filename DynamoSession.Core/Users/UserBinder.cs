using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Users;

/// <summary>
/// Registers sessions in their users' items before they are bound. The index by user lags behind the table; by the registration, a revocation
/// finds a session that the index lacks, or refuses it.
/// </summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="clock">The clock.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class UserBinder(IAmazonDynamoDB dynamoDb, SessionTableOptions options, TimeProvider clock, CallCapacity capacity)
{
    // Removing registrations is a write, so it is not done for each.
    private const int MaxSettled = 8;

    private readonly UserItems _users = new(dynamoDb, options, capacity);
    private readonly UserExpressions _expressions = new(options.Attributes);
    private readonly UserLimit _limit = new(dynamoDb, options, clock, capacity);

    /// <param name="request">The session to be bound; null for none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<UserBinding> BindAsync(UserBindingRequest? request, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            return UserBinding.None;
        }

        var time = UniqueTime.Next(clock);
        var now = UniqueTime.ToMicroseconds(time);
        var since = request.Since ?? now;
        var registration = new UserRegistration(request.SessionId, now, request.PredecessorId);
        var (isApplied, user) = await _users.UpdateAsync(
            TableOperation.BindUser, request.UserId, _expressions.Register(registration, since, time.ToUnixTimeSeconds()), cancellationToken).ConfigureAwait(false);
        if (!isApplied)
        {
            return new(Since: null, SessionWriteStatus.Revoked);
        }

        if (UserState.Settled(user, now) is { Count: >= MaxSettled } settled)
        {
            await TryRemoveAsync(request.UserId, settled, cancellationToken).ConfigureAwait(false);
        }

        // A repeated attempt has been decided: the session may exist by now.
        var isRepeated = user.Registrations.Any(other => other.SessionId == registration.SessionId && other.At != registration.At);
        if (request.Limit is { } limit && !isRepeated && !await _limit.TryMakeRoomAsync(registration, request.UserId, limit, user, cancellationToken).ConfigureAwait(false))
        {
            await RemoveAsync(request.UserId, [registration], cancellationToken).ConfigureAwait(false);
            return new(Since: null, SessionWriteStatus.LimitReached);
        }

        return new(UserState.SinceOf(user, since));
    }

    private async Task TryRemoveAsync(string userId, IReadOnlyList<UserRegistration> registrations, CancellationToken cancellationToken)
    {
        try
        {
            await RemoveAsync(userId, registrations, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreException)
        {
            // Nothing depends on it: they are removed at the user's next sign-in. If the table has failed, so will the write that follows.
        }
    }

    private async Task RemoveAsync(string userId, IReadOnlyList<UserRegistration> registrations, CancellationToken cancellationToken) =>
        await _users.UpdateAsync(TableOperation.BindUser, userId, _expressions.Remove(registrations), cancellationToken).ConfigureAwait(false);
}
