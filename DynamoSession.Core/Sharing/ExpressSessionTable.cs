using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Sharing;

/// <summary>
/// The table of a live express-session application: records are read and written so that both applications understand them. Ids are
/// those of Express, as contained in its cookie.
/// </summary>
/// <remarks>
/// Express replaces the whole record unconditionally, so that nothing but the fields survives its next write: no version, no absolute
/// timeout, no user, no lease. Where the contract refers to the loaded version, the fields themselves are compared. A repeated commit
/// recognizes itself only as long as nobody else has written in between.
/// </remarks>
internal sealed class ExpressSessionTable : ISessionTable, INeedsNoTableCreation, ICapacitySource, ICheckedSessionTable
{
    private readonly CallCapacity _capacity = new();
    private readonly TimeProvider _timeProvider;
    private readonly ExpressLayout _layout;
    private readonly IExpressContent _content;
    private readonly ExpressSessionCookie _cookie;
    private readonly LegacyKey _key;
    private readonly SharedItems _items;
    private readonly SharedRewriter _rewriter;
    private readonly SharedExpressions _expressions;

    /// <summary>Uses a table of Express. Nothing is called before a session is used.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">Where the sessions are, by name.</param>
    /// <param name="format">The store that Express uses.</param>
    /// <param name="cookie">The cookie settings that are stored in new sessions, for Express.</param>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    /// <exception cref="ArgumentException">
    /// The options contain no table name, or the format is neither <see cref="ExpressFormat.PwrDrvr"/> nor <see cref="ExpressFormat.ConnectDynamoDb"/>.
    /// </exception>
    public ExpressSessionTable(
        IAmazonDynamoDB dynamoDb, LegacyTableOptions options, ExpressFormat format, ExpressSessionCookie cookie, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.TableName);
        ArgumentNullException.ThrowIfNull(cookie);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (format is not (ExpressFormat.PwrDrvr or ExpressFormat.ConnectDynamoDb))
        {
            throw new ArgumentException($"Records of {format} cannot be shared; only those of PwrDrvr and ConnectDynamoDb can.", nameof(format));
        }

        _timeProvider = timeProvider;
        _cookie = cookie;
        _key = ExpressLayout.KeysOf(format, options)[0];
        _layout = ExpressLayout.Of(format).Single() with { Key = _key };
        _content = format == ExpressFormat.PwrDrvr ? new MapContent() : new JsonContent();
        _items = new(dynamoDb, options.TableName, _key.Attribute, new(_layout, _content), _capacity);
        Check = new(dynamoDb, new() { TableName = options.TableName, ExpiresAttribute = _layout.Expires[0] });
        _rewriter = new(_items, timeProvider);
        _expressions = new(_layout, _content);
    }

    public SessionTableCheck Check { get; }

    CallCapacity ICapacitySource.Capacity => _capacity;

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    /// <inheritdoc/>
    public async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var record = _key.ValueOf(id) is { } key ? await _items.GetAsync(key, consistentRead, cancellationToken).ConfigureAwait(false) : null;
        return SharedState.ToLoadResult(record, id, _layout.Lifetime!.Value, Now);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The session has something that Express would delete: a user, an absolute timeout, an origin.</exception>
    public async Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(creation);
        if (creation is not { UserId: null, Description: null, AbsoluteExpiresAt: null, Ticket: null, Origin: null, ReplacesEnded: false })
        {
            throw new ArgumentException("A session that is shared with Express cannot have a user, an absolute timeout, an origin or a reused id, because Express would not keep them.", nameof(creation));
        }

        var cookie = ExpressCookieValue.Create(_cookie, MaxAgeOf(creation), creation.ExpiresAt);
        var refused = await _items.UpdateAsync(
            TableOperation.Create,
            KeyOf(creation.Id),
            _expressions.Create(creation, _content.Create(creation.Fields, cookie, Now)),
            exception => DynamoDbErrors.DescribeTooLarge(_items.TableName, creation.Fields, exception),
            cancellationToken).ConfigureAwait(false);
        return refused is null ? SessionWriteStatus.Applied
            : refused.Stored?.Token == creation.Token ? SessionWriteStatus.AlreadyApplied
            : SessionWriteStatus.Conflict;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The commit has a user, an absolute timeout or a lease, which Express would delete.</exception>
    public async Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit is not { UserId: null, Description: null, AbsoluteExpiresAt: null, Ticket: null, Lease: null })
        {
            throw new ArgumentException("A session that is shared with Express cannot have a user, an absolute timeout or a lease, because Express would not keep them.", nameof(commit));
        }

        var extension = ExtensionOf(commit);
        var canMerge = _content.HasPaths && commit.Loaded.Content is not { Kind: SessionValueKind.String } && !commit.Changes.ClearsAll && !commit.RequiresLoadedVersion;
        while (canMerge && _expressions.Merge(commit, extension, Now) is { } merge)
        {
            if (await UpdateAsync(commit, merge, cancellationToken).ConfigureAwait(false) is not { Stored: var stored })
            {
                return SessionWriteStatus.Applied;
            }

            if (SharedState.RefusalOf(stored, commit.Token, Now) is { } refusal)
            {
                return refusal;
            }

            if (extension is null)
            {
                return SessionWriteStatus.Conflict;
            }

            // Another writer has extended it further.
            extension = null;
        }

        return await RewriteAsync(commit, extension, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var now = Now;
        var refused = await TouchAsync(_expressions.Touch(expiresAt, now)).ConfigureAwait(false);
        if (refused is { Stored.Content.Kind: SessionValueKind.String } && _content.HasPaths)
        {
            refused = await TouchAsync(_expressions.TouchText(expiresAt, now)).ConfigureAwait(false);
        }

        Task<RefusedSharedWrite?> TouchAsync(UpdateExpression touch) => _items.UpdateAsync(TableOperation.Touch, KeyOf(id), touch, static _ => null, cancellationToken);

        return refused is null ? SessionWriteStatus.Applied : SharedState.RefusalOf(refused.Stored, token: null, now) ?? SessionWriteStatus.AlreadyApplied;
    }

    /// <inheritdoc/>
    public async Task<bool> DestroyAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var tombstone = _expressions.Tombstone(CommitToken.Create(), successor: null, Now);
        for (var key = KeyOf(id); key is not null;)
        {
            var refused = await _items.ReplaceAsync(TableOperation.Destroy, key, tombstone, _expressions.Destroy(), cancellationToken).ConfigureAwait(false);
            if (refused is null)
            {
                return true;
            }

            key = refused.Stored?.Successor;
        }

        return false;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="SessionFence.Copied"/> is missing.</exception>
    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fence);
        if (fence.Copied is not { } copied)
        {
            throw new ArgumentException("Shared sessions have no version; the fence must contain the copied session.", nameof(fence));
        }

        var key = KeyOf(fence.Id);
        return _rewriter.WriteOverAsync(
            key,
            copied,
            fence.Token,
            needsLoadedFields: true,
            (content, _) =>
            {
                var now = Now;
                var tombstone = _expressions.Tombstone(fence.Token, fence.SuccessorId is { } successor ? KeyOf(successor) : null, now);
                return _items.ReplaceAsync(TableOperation.Fence, key, tombstone, _expressions.Fence(content, now), cancellationToken);
            },
            fence.IsAbandoned,
            cancellationToken);
    }

    /// <summary>Writes the session as one value if it has not changed; otherwise, applies the changes to the current one and tries again.</summary>
    private Task<SessionWriteStatus> RewriteAsync(SessionCommit commit, ExpressExpiryExtension? extension, CancellationToken cancellationToken) =>
        _rewriter.WriteOverAsync(
            KeyOf(commit.Loaded.Id),
            commit.Loaded,
            commit.Token,
            commit.RequiresLoadedVersion,
            (content, stored) =>
            {
                var isExtendedByMore = extension is { NewMaxAge: null } && stored?.Expires > extension.ExpiresAt;
                var own = isExtendedByMore ? null : extension;
                return UpdateAsync(commit, _expressions.Rewrite(commit, content, _content.Rewrite(content, commit.Changes, own), own, Now), cancellationToken);
            },
            commit.IsAbandoned,
            cancellationToken);

    private Task<RefusedSharedWrite?> UpdateAsync(SessionCommit commit, UpdateExpression update, CancellationToken cancellationToken) => _items.UpdateAsync(
        TableOperation.Commit,
        KeyOf(commit.Loaded.Id),
        update,
        exception => DynamoDbErrors.DescribeTooLarge(_items.TableName, ItemSize.Candidates(commit), exception)
            ?? DynamoDbErrors.DescribeWrongType(_items.TableName, commit.Changes, exception),
        cancellationToken);

    private ExpressExpiryExtension? ExtensionOf(SessionCommit commit) => commit.ChangesIdleTimeout || commit.Extends
        ? new(Now, commit.ExpiresAt, commit.Loaded.IsPersistent || commit.ChangesIdleTimeout, commit.ChangesIdleTimeout ? commit.IdleTimeout ?? _cookie.MaxAge ?? _layout.Lifetime : null)
        : null;

    /// <summary>Returns the cookie's age; null if the session has the store's own lifetime, which Express assumes if there is no age.</summary>
    private TimeSpan? MaxAgeOf(SessionCreation creation) => creation switch
    {
        { IdleTimeout: null } => _cookie.MaxAge,
        { IsPersistent: false, IdleTimeout: { } idleTimeout } when idleTimeout == _layout.Lifetime => null,
        _ => creation.IdleTimeout,
    };

    private string KeyOf(string id) =>
        _key.ValueOf(id) ?? throw new ArgumentException("The id cannot be a key in DynamoDB: it is empty, too long, or not well-formed.", nameof(id));
}
