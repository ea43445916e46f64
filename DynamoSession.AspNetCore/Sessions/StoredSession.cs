using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>A session's fields together with its record, if it has one, and the writes that keep the two equal.</summary>
/// <remarks>Every wait for the table ends with its token, so that a table which does not listen cannot outlive a deadline.</remarks>
internal sealed class StoredSession
{
    private readonly SessionServices _services;

    // A write whose answer got lost. Until it is confirmed, with its own token, nothing else may be written: it may be there.
    private SessionCommit? _unconfirmedCommit;
    private SessionCreation? _unconfirmedCreation;
    private long _unconfirmedSince;

    public StoredSession(SessionServices services, SessionRecord? record)
    {
        _services = services;
        Record = record;
        UserId = record?.UserId;
        OwnIdleTimeout = record?.IdleTimeout;
        Fields = FieldsOf(record);
    }

    /// <summary>Gets or sets what the cookie holds, or will hold once the session is stored.</summary>
    /// <remarks>Drawn when it is first wanted: most requests without a cookie never do.</remarks>
    public string Secret
    {
        get => field ??= _services.Identity.NewSecret();
        set;
    }

    /// <summary>Gets or sets the id by which the table knows the session; not always one to be shown.</summary>
    public string Id
    {
        get => field ??= Record?.Id ?? _services.Identity.TableIdOf(Secret);
        set;
    }

    public SessionFields Fields { get; private set; }

    public string? UserId { get; set; }

    /// <summary>Gets or sets the session's own idle timeout; null where <see cref="DefaultIdleTimeout"/> applies.</summary>
    public TimeSpan? OwnIdleTimeout { get; set; }

    public required TimeSpan DefaultIdleTimeout { get; init; }

    /// <summary>Gets the record as last known; null while the session is not stored.</summary>
    public SessionRecord? Record { get; private set; }

    /// <summary>Gets whether an ended record under the same id is replaced.</summary>
    public bool ReplacesEnded { get; init; }

    /// <summary>Gets or sets whether a commit by anybody else since the load refuses ours.</summary>
    public bool RequiresLoadedVersion { get; set; }

    /// <summary>Gets or sets the exclusive lease that is held on the session.</summary>
    public SessionLease? Lease { get; set; }

    /// <summary>Gets or sets a renewal whose outcome is unknown. Its changes count as written: they are in the copy.</summary>
    public Renewal? UnconfirmedRenewal { get; set; }

    /// <summary>Gets whether an item may exist in the table.</summary>
    public bool MayExist => Record is not null || _unconfirmedCreation is not null;

    /// <summary>Gets whether a write is in doubt, so that it must be confirmed before anything else.</summary>
    public bool HasUnconfirmedWrite => _unconfirmedCommit is not null || _unconfirmedCreation is not null;

    /// <summary>Gets whether this request has stored the session under a new id.</summary>
    public bool WasCreated { get; private set; }

    public bool WasExtended { get; private set; }

    /// <summary>Gets whether the session was used so long after it was last extended that it should be again.</summary>
    public bool IsTouchDue
    {
        get
        {
            if (Record is not { } record)
            {
                return false;
            }

            var gain = EndAfterUse(record.AbsoluteExpiresAt) - record.ExpiresAt;
            return gain > TimeSpan.Zero && gain >= _services.Options.TouchAfterOf(OwnIdleTimeout ?? DefaultIdleTimeout);
        }
    }

    /// <summary>Gets the token of the last acknowledged write of data; null when there was none.</summary>
    public string? LastToken { get; private set; }

    public DateTimeOffset CreatedAt => Record?.CreatedAt ?? _services.Clock.GetUtcNow();

    public DateTimeOffset ExpiresAt => Record?.ExpiresAt ?? EndAfterUse(AbsoluteEnd());

    /// <summary>Gets or sets who is told of changes as they are taken as written, perhaps in doubt; null for nobody.</summary>
    public Action<SessionChanges>? Accepted { get; set; }

    /// <summary>Gets or sets who is told that what was accepted last is written beyond doubt; null for nobody.</summary>
    public Action? Confirmed { get; set; }

    /// <summary>Returns whether a commit would write something.</summary>
    public bool HasSomethingToWrite()
    {
        if (HasUnconfirmedWrite)
        {
            return true;
        }

        // Fields that were set and removed again do not make a session.
        return Record is { } record
            ? !Fields.GetChanges().IsEmpty || UserId != record.UserId || OwnIdleTimeout != record.IdleTimeout
            : Fields.Names.Any() || UserId is not null;
    }

    /// <summary>Writes what has changed. Trying again after a failure is safe.</summary>
    /// <param name="isLast">Whether no more commits follow, so that a lease is given back.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether something was written.</returns>
    public async Task<bool> CommitAsync(bool isLast, CancellationToken cancellationToken)
    {
        var wrote = false;
        while (HasSomethingToWrite())
        {
            await (Record is { } record ? UpdateAsync(record, isLast, cancellationToken) : CreateAsync(cancellationToken));
            wrote = true;
        }

        return wrote;
    }

    /// <summary>Takes changes as written, or as in doubt until a write of their own is confirmed.</summary>
    public void Accept(SessionChanges changes)
    {
        Fields.Accept(changes);
        Accepted?.Invoke(changes);
    }

    /// <summary>Goes back to what is known to be stored.</summary>
    public void DropChanges()
    {
        _unconfirmedCommit = null;
        _unconfirmedCreation = null;
        Fields = FieldsOf(Record);
        UserId = Record?.UserId;
        OwnIdleTimeout = Record?.IdleTimeout;
    }

    /// <summary>Extends the session if that is due.</summary>
    public async Task TouchAsync(CancellationToken cancellationToken)
    {
        if (Record is not { } record || !IsTouchDue)
        {
            return;
        }

        var expiresAt = EndAfterUse(record.AbsoluteExpiresAt);
        var status = await _services.Table.TouchAsync(record.Id, record.IdleTimeout, expiresAt, cancellationToken).WaitAsync(cancellationToken);
        _services.Logger.SessionTouched(new SessionTag(record.Id, _services.Identity), status);
        if (IsWritten(status))
        {
            WasExtended = true;
            Record = WrittenRecord.After(record, expiresAt);
        }
    }

    /// <summary>Goes on from what is stored by now, null for nothing, with the changes of this request.</summary>
    public void Rebase(SessionRecord? record)
    {
        // What this request has not set is what others have.
        UserId = UserId == Record?.UserId ? record?.UserId : UserId;
        OwnIdleTimeout = OwnIdleTimeout == Record?.IdleTimeout ? record?.IdleTimeout : OwnIdleTimeout;
        Fields.Rebase(record?.Fields ?? new Dictionary<string, SessionValue>());
        Record = record;
    }

    /// <summary>Describes the session, with its changes, as one that is to be stored under a new id.</summary>
    /// <param name="id">The new id.</param>
    /// <param name="origin">The record that goes on under the new id; null for a session that begins.</param>
    /// <exception cref="SessionTooLargeException">The changes make it too large.</exception>
    public SessionCreation Describe(string id, SessionRecord? origin)
    {
        var changes = Fields.GetChanges();
        Fields.ThrowIfTooLarge(changes, _services.Options.MaxSessionBytes);
        var absoluteEnd = origin is null ? AbsoluteEnd() : origin.AbsoluteExpiresAt;
        var end = EndAfterUse(absoluteEnd);
        return new SessionCreation
        {
            Id = id,
            Fields = changes.ApplyTo(origin?.Fields ?? new Dictionary<string, SessionValue>()),
            CreatedAt = origin?.CreatedAt ?? _services.Clock.GetUtcNow(),
            // As with every write, only another idle timeout makes an end earlier: a migrated session may have one that is later than that.
            ExpiresAt = origin is not null && origin.ExpiresAt > end && origin.IdleTimeout == OwnIdleTimeout ? origin.ExpiresAt : end,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = OwnIdleTimeout,
            UserId = UserId,
            IsPersistent = _services.Identity.IsPersistent(origin, OwnIdleTimeout),
            Version = (origin?.Version ?? 0) + 1,
            ReplacesEnded = ReplacesEnded,
        };
    }

    /// <summary>Takes the session as stored under a new id.</summary>
    public void Become(SessionCreation creation)
    {
        Id = creation.Id;
        WasCreated = true;
        LastToken = creation.Token;
        Record = WrittenRecord.Of(creation);
        Confirmed?.Invoke();
        _services.Logger.SessionCreated(new SessionTag(Id, _services.Identity), creation.Fields.Count);
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var changes = Fields.GetChanges();
        var creation = _unconfirmedCreation ?? Describe(Id, origin: null);
        SessionWriteStatus status;
        try
        {
            status = await _services.RetryAsync(token => _services.Table.CreateAsync(creation, token), cancellationToken);
        }
        catch (Exception exception) when (_unconfirmedCreation is null && IsAmbiguous(exception))
        {
            _unconfirmedCreation = creation;
            Accept(changes);
            throw;
        }

        if (status == SessionWriteStatus.Conflict && await FindReplacementAsync(cancellationToken) is { } replacement)
        {
            // The changes are merged into it by the update that follows.
            Rebase(replacement);
            return;
        }

        ThrowIfRefused(status, changes.Fields.Count);
        if (_unconfirmedCreation is null)
        {
            Accept(changes);
        }

        _unconfirmedCreation = null;
        Become(creation);
    }

    /// <summary>Finds the session by which a parallel request has replaced the ended one under the same id.</summary>
    private async Task<SessionRecord?> FindReplacementAsync(CancellationToken cancellationToken) =>
        ReplacesEnded && _unconfirmedCreation is null
            ? (await _services.Table.LoadAsync(Id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken)).Record
            : null;

    private async Task UpdateAsync(SessionRecord record, bool isLast, CancellationToken cancellationToken)
    {
        ThrowIfTooLateToRepeat();
        var commit = _unconfirmedCommit ?? Describe(record, isLast);
        var began = _services.Clock.GetTimestamp();
        SessionWriteStatus status;
        try
        {
            status = await _services.RetryAsync(token => _services.Table.CommitAsync(commit, token), cancellationToken);
        }
        catch (Exception exception) when (_unconfirmedCommit is null && IsAmbiguous(exception))
        {
            _unconfirmedCommit = commit;
            _unconfirmedSince = began;
            Accept(commit.Changes);
            throw;
        }

        ThrowIfRefused(status, commit.Changes.Fields.Count);
        if (_unconfirmedCommit is null)
        {
            Accept(commit.Changes);
        }

        _unconfirmedCommit = null;
        Lease = commit.KeepsLease ? Lease : null;
        LastToken = commit.Token;
        WasExtended |= commit.ExpiresAt > record.ExpiresAt;
        Record = WrittenRecord.After(record, commit, _services.Identity.IsPersistent(record, commit.IdleTimeout));
        Confirmed?.Invoke();
        _services.Logger.SessionCommitted(new SessionTag(Id, _services.Identity), commit.Changes.Fields.Count, status);
    }

    /// <summary>A commit that the record may have forgotten would be applied twice. (An id of a creation is used once anyway.)</summary>
    private void ThrowIfTooLateToRepeat()
    {
        if (_unconfirmedCommit is not null
            && _services.Clock.GetElapsedTime(_unconfirmedSince) + _services.Options.IOTimeout > SessionRules.LongestIO)
        {
            throw new SessionStoreException(
                $"The request's earlier commit to table '{_services.Options.Table.TableName}' got no answer, and it is too late to repeat it; it may have been applied. End the request soon after a commit that failed.")
            {
                IsTransient = false,
            };
        }
    }

    private SessionCommit Describe(SessionRecord record, bool isLast)
    {
        var changes = Fields.GetChanges();
        Fields.ThrowIfTooLarge(changes, _services.Options.MaxSessionBytes);
        return new SessionCommit
        {
            Loaded = record,
            Changes = changes,
            ExpiresAt = EndAfterUse(record.AbsoluteExpiresAt),
            IdleTimeout = OwnIdleTimeout,
            UserId = UserId,
            RequiresLoadedVersion = RequiresLoadedVersion,
            Lease = Lease,
            KeepsLease = !isLast,
        };
    }

    private SessionFields FieldsOf(SessionRecord? record) => new(_services.Codec, record?.Fields ?? new Dictionary<string, SessionValue>());

    private static bool IsAmbiguous(Exception exception) => exception is SessionStoreException or OperationCanceledException;

    private static bool IsWritten(SessionWriteStatus status) => status is SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied;

    private void ThrowIfRefused(SessionWriteStatus status, int fieldCount)
    {
        if (!IsWritten(status))
        {
            _services.Logger.SessionRefused(new SessionTag(Id, _services.Identity), status, fieldCount);
            throw Refusal.Of(status, fieldCount);
        }
    }

    private DateTimeOffset? AbsoluteEnd() => SessionEnd.Absolute(_services);

    private DateTimeOffset EndAfterUse(DateTimeOffset? absoluteEnd) => SessionEnd.AfterUse(_services, OwnIdleTimeout ?? DefaultIdleTimeout, absoluteEnd);
}
