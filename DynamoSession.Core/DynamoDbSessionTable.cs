using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;
using DynamoSession.Core.Users;
using DynamoSession.Core.Wire;

namespace DynamoSession.Core;

/// <summary>Sessions in a DynamoDB table: one item each, and one call for each operation.</summary>
public sealed partial class DynamoDbSessionTable : ISessionTable, ISessionLeaseTable, ISessionOriginTable, ISessionUserTable, ICapacitySource, ICheckedSessionTable
{
    private readonly CallCapacity _capacity = new();
    private readonly TimeProvider _timeProvider;
    private readonly SessionItems _items;
    private readonly SessionExpressions _expressions;
    private readonly CommitExpressions _commits;
    private readonly UserItems _users;
    private readonly UserBinder _binder;
    private readonly SessionTableCheck _check;

    /// <summary>Uses a table, which need not exist yet: nothing is called before a session is.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">Where the sessions are; not to be changed afterwards.</param>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    public DynamoDbSessionTable(IAmazonDynamoDB dynamoDb, SessionTableOptions options, TimeProvider timeProvider)
        : this(dynamoDb, options, timeProvider, wire: null)
    {
    }

    /// <summary>Uses a table, with the calls that every request makes over the wire.</summary>
    /// <param name="dynamoDb">The client, for all other calls.</param>
    /// <param name="options">Where the sessions are.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="wire">Sends requests with the client's settings; <see langword="null"/> to make every call by the client.</param>
    internal DynamoDbSessionTable(IAmazonDynamoDB dynamoDb, SessionTableOptions options, TimeProvider timeProvider, DynamoDbWire? wire)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);

        var attributes = options.Attributes;
        (Client, Options) = (dynamoDb, options);
        _check = new(dynamoDb, options);
        _timeProvider = timeProvider;
        _items = new(dynamoDb, options, attributes, _capacity, wire);
        _expressions = new(attributes);
        _commits = new(attributes, options.TokenLimits);
        _users = new(dynamoDb, options, _capacity);
        _binder = new(dynamoDb, options, timeProvider, _capacity);
    }

    internal IAmazonDynamoDB Client { get; }

    internal SessionTableOptions Options { get; }

    SessionTableCheck ICheckedSessionTable.Check => _check;

    CallCapacity ICapacitySource.Capacity => _capacity;

    private long Now => _timeProvider.GetUtcNow().ToUnixTimeSeconds();

    /// <inheritdoc/>
    public async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var stored = await _items.GetAsync(id, consistentRead, cancellationToken).ConfigureAwait(false);
        ThrowIfNewer(stored);
        return RecordState.ToLoadResult(stored, id, Now);
    }

    /// <inheritdoc/>
    public async Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(creation);

        var binding = await _binder.BindAsync(UserBindingRequest.Of(creation), cancellationToken).ConfigureAwait(false);
        if (binding.Refusal is { } unbound)
        {
            return unbound;
        }

        creation.BoundAt = binding.At;
        CommitToken.Begin(creation.Token);
        var now = Now;
        var refused = await _items.UpdateAsync(
            TableOperation.Create,
            creation.Id,
            _expressions.Create(creation, now, binding.Since),
            exception => DynamoDbErrors.DescribeTooLarge(_items.TableName, creation.Fields, exception),
            cancellationToken).ConfigureAwait(false);
        CommitToken.Settle(creation.Token);
        return refused is null
            ? SessionWriteStatus.Applied
            : RecordState.RefusalOfCreate(refused.Stored, creation, now) ?? SessionWriteStatus.Conflict;
    }

    /// <inheritdoc/>
    public async Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var now = Now;
        var expires = expiresAt.ToUnixTimeSeconds();
        var touch = _expressions.Touch(idleTimeout, expires, now);
        var refused = await _items.UpdateAsync(TableOperation.Touch, id, touch, cancellationToken).ConfigureAwait(false);
        return refused is null
            ? SessionWriteStatus.Applied
            : RecordState.RefusalOfTouch(refused.Stored, expires, now) ?? SessionWriteStatus.Conflict;
    }

    /// <inheritdoc/>
    public async Task<bool> DestroyAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var tombstone = _expressions.Destroy(Now);
        for (var next = id; next is not null;)
        {
            if (await _items.UpdateAsync(TableOperation.Destroy, next, tombstone, cancellationToken).ConfigureAwait(false) is not { Stored: var stored })
            {
                return true;
            }

            // The refusal brought the tombstone along. Ids are random and used once, so the chain has an end.
            next = stored?.Successor;
        }

        return false;
    }

    /// <inheritdoc/>
    public async Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fence);

        var now = Now;
        var tombstone = _expressions.Fence(fence, now);
        var refused = await _items.UpdateAsync(TableOperation.Fence, fence.Id, tombstone, cancellationToken).ConfigureAwait(false);
        return refused is null
            ? SessionWriteStatus.Applied
            : RecordState.RefusalOfFence(refused.Stored, fence, now) ?? SessionWriteStatus.Conflict;
    }

    /// <inheritdoc/>
    public async Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        var now = Now;
        var (isApplied, stored) = await _items.UpdateAndGetAsync(TableOperation.Acquire, lease.Id, _expressions.Acquire(lease, now), ReturnValue.ALL_NEW, cancellationToken)
            .ConfigureAwait(false);
        ThrowIfNewer(stored);
        return RecordState.OfAcquired(stored, lease, isApplied, now);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        // Refused when it has been taken over: then it is not ours to give back.
        return _items.UpdateAsync(TableOperation.Release, lease.Id, SessionExpressions.Release(lease), cancellationToken);
    }

    async Task<SessionRevocation?> ISessionUserTable.FindRevocationAsync(string userId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return SessionRevocation.Of(await _users.GetAsync(userId, cancellationToken).ConfigureAwait(false));
    }

    async Task<SessionWriteStatus> ISessionOriginTable.DetachOriginAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var now = Now;
        var refused = await _items.UpdateAsync(TableOperation.DetachOrigin, id, _expressions.DetachOrigin(now), cancellationToken).ConfigureAwait(false);
        return refused is null
            ? SessionWriteStatus.Applied
            : RecordState.RefusalOfDetach(refused.Stored, now) ?? SessionWriteStatus.Conflict;
    }

    private void ThrowIfNewer(StoredRecord? stored)
    {
        if (stored?.Format > RecordLimits.Format)
        {
            throw new SessionStoreException(
                $"A session in table '{_items.TableName}' has format {stored.Format}; this version of DynamoSession knows formats up to "
                + $"{RecordLimits.Format}. Upgrade DynamoSession on every instance that uses the table.")
            {
                ErrorType = "newer_format",
            };
        }
    }
}
