using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>The session as an endpoint sees it. Its changes are only marked here; <see cref="RequestCommit"/> writes them.</summary>
internal sealed class RequestSession : IDynamoSession, ITypedSession
{
    private readonly SessionServices _services;
    private readonly EndpointPolicy _policy;
    private readonly HttpResponse _response;
    private readonly List<EndedSession> _ended = [];
    private StoredSession _stored;
    private StoredSession? _lastEnded;

    // The one that was loaded, whatever has taken its place since: a lease is on it.
    private readonly StoredSession _original;

    public RequestSession(SessionServices services, LoadedSession loaded, EndpointPolicy policy, HttpResponse response)
    {
        _services = services;
        _policy = policy;
        _response = response;
        WasDead = loaded.WasDead;
        Admission = loaded.Admission;
        _stored = NewStored(loaded.Record);
        if (loaded.Secret is { } secret)
        {
            _stored.Secret = secret;
        }

        _stored.Lease = loaded.Lease;
        _original = _stored;
    }

    public bool IsAvailable { get; init; } = true;

    public string Id
    {
        get
        {
            WasUsed = true;
            return _services.Identity.PublicIdOf(_stored.Id);
        }
    }

    // A copy, so that a loop over it may remove what it finds.
    public IEnumerable<string> Keys => [.. Reading().Names];

    public bool IsNew => Using().Record is null;

    public DateTimeOffset CreatedAt => Using().CreatedAt;

    public DateTimeOffset ExpiresAt => Using().ExpiresAt;

    public string? UserId
    {
        get => Using().UserId;
        set
        {
            SessionRules.ThrowIfInvalidUserId(value);
            if (_services.Identity.IsShared && value is not null)
            {
                throw new InvalidOperationException("A session that is shared with Express has no UserId: Express's next write would drop it. Keep the user in a field.");
            }

            Establishing().UserId = value;
        }
    }

    public TimeSpan IdleTimeout
    {
        get => Using().OwnIdleTimeout ?? _services.Options.IdleTimeout;
        set
        {
            SessionRules.ThrowIfInvalidIdleTimeout(value);
            ThrowIfUnwritable();
            var seconds = TimeSpan.FromSeconds(Math.Floor(value.TotalSeconds));

            // Where a session is shared, one that starts with a lifetime of its own outlives the browser, even if it is the default one.
            var startsWithOwn = _services.Identity.IsShared && Using().Record is null;
            Using().OwnIdleTimeout = seconds == _services.Options.IdleTimeout && !startsWithOwn ? null : seconds;
        }
    }

    public bool IsOptimistic => _policy.Concurrency == SessionConcurrency.Optimistic;

    /// <summary>Gets what the cookie holds, or will hold once the session is stored.</summary>
    public string Secret => _stored.Secret;

    /// <summary>Gets whether the request came with the id of a session that had just been ended.</summary>
    public bool WasDead { get; }

    /// <summary>Gets whether the application looked at the session, so that the response depends on the cookie.</summary>
    public bool WasUsed { get; private set; }

    public bool WasDestroyed { get; private set; }

    /// <summary>Gets whether the session is to get a new id, or the request may start a new one although its old one is dead.</summary>
    public bool RenewsId { get; private set; }

    /// <summary>Gets the session as it is to be stored.</summary>
    public StoredSession Stored => _stored;

    /// <summary>Gets the stored sessions that are to be ended.</summary>
    public IReadOnlyList<EndedSession> Ended => _ended;

    /// <summary>Gets what the request's old cookie, from another package, led to; null when it had none, or one of ours.</summary>
    public Admission? Admission { get; }

    /// <summary>Gets the migrated session whose new cookie has come back, so that its old record has served; null for none.</summary>
    public SessionRecord? MigrationToComplete =>
        Admission is null && !RenewsId && _stored.Record is { Origin.LegacyId: not null } record ? record : null;

    /// <summary>Writes the changes now; set by whoever owns the request.</summary>
    public Func<CancellationToken, Task>? Commit { get; set; }

    /// <summary>Changes a field and commits it at once; set by whoever owns the request.</summary>
    public SessionUpdate? Update { get; set; }

    // Loaded before the endpoint ran.
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        // Where nothing can be written there is nothing to commit.
        return CannotWrite() is null && Commit is { } commit ? commit(cancellationToken) : Task.CompletedTask;
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Reading().TryGetBytes(key, out value);

    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value) => Reading().TryGet(key, out value);

    public bool TryGet<T>(string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value) => Reading().TryGet(key, out value, typeInfo);

    public T? Get<T>(string key) => Reading().TryGet<T>(key, out var value) ? value : default;

    public T Get<T>(SessionField<T> field) => Reading().GetOrDefault(field.Name, field.CreateDefault, field.TypeInfo);

    public void Set<T>(string key, T value) => Writing().Set(key, value);

    public void Set<T>(string key, T value, JsonTypeInfo<T>? typeInfo) => Writing().Set(key, value, typeInfo);

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Writing().SetBytes(key, value);
    }

    public void Remove(string key)
    {
        // Removing what is not there writes nothing; TempData does so on every page.
        if (Reading().Contains(key))
        {
            ThrowIfUnwritable();
            _stored.Fields.Remove(key);
        }
    }

    public void Clear()
    {
        ThrowIfUnwritable();
        Reading().Clear();
    }

    public void Increment(string key, long by = 1) => Writing().Increment(key, by);

    public void Increment(string key, decimal by) => Writing().Increment(key, by);

    public void Append<T>(string key, T item) => Writing().Append(key, item);

    public void Append<T>(string key, T item, JsonTypeInfo<T>? typeInfo) => Writing().Append(key, item, typeInfo);

    public async Task<T> UpdateAsync<T>(string key, Func<T?, T> update, CancellationToken cancellationToken = default) =>
        await UpdateAsync(new SessionField<T>(key), update, cancellationToken);

    public async Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);

        Writing();
        return Update is { } owner ? await owner.UpdateAsync(field, update, cancellationToken) : throw new InvalidOperationException("The request is over.");
    }

    public void RenewId()
    {
        WasUsed = true;
        ThrowIfUnwritable();
        if (_response.HasStarted)
        {
            throw new InvalidOperationException("The session's id cannot be renewed after the response has started: the new cookie could not be sent.");
        }

        RenewsId = true;
    }

    public void Destroy()
    {
        WasUsed = true;
        ThrowIfUnwritable();

        WasDestroyed = true;
        if (_stored.MayExist)
        {
            _ended.Add(new EndedSession(_stored.Id, _stored.Record?.Origin));
            _lastEnded = _stored;
        }

        if (_stored.UnconfirmedRenewal is { } renewal)
        {
            _ended.Add(new EndedSession(renewal.Copy.Id, Origin: null));
        }

        _stored = NewStored(record: null);
    }

    /// <summary>Gets the exclusive lease that has not been given back yet.</summary>
    public SessionLease? HeldLease => _original.Lease;

    /// <summary>Takes a session as ended.</summary>
    public void Forget(EndedSession ended)
    {
        _ended.Remove(ended);
        if (_original.Id == ended.Id)
        {
            _original.Lease = null;
        }
    }

    /// <summary>Takes the session as stored under its new id.</summary>
    public void TakeRenewal(string secret)
    {
        _stored.Secret = secret;
        RenewsId = false;
    }

    /// <summary>Drops all that was marked and is not committed, because the request failed.</summary>
    public void Discard()
    {
        if (_lastEnded is { } last && _ended.Exists(ended => ended.Id == last.Id) && _stored.Record is null)
        {
            // It lives on, and so does its cookie.
            _stored = last;
        }

        WasDestroyed &= _ended.Count == 0;
        RenewsId = false;
        _ended.Clear();
        _stored.DropChanges();
    }

    /// <summary>A new session's first change came when its cookie could no longer be sent.</summary>
    public static InvalidOperationException TooLateToStart() =>
        new("A new session cannot be started after the response has: its cookie could not be sent. Set the first field before writing the response.");

    private StoredSession NewStored(SessionRecord? record) => new(_services, record)
    {
        DefaultIdleTimeout = _services.Options.IdleTimeout,
        RequiresLoadedVersion = IsOptimistic,
    };

    private StoredSession Using()
    {
        WasUsed = true;
        return _stored;
    }

    private SessionFields Reading() => Using().Fields;

    private SessionFields Writing() => Establishing().Fields;

    private StoredSession Establishing()
    {
        WasUsed = true;
        ThrowIfUnwritable();
        if (_stored.Record is null && _response.HasStarted)
        {
            throw TooLateToStart();
        }

        return _stored;
    }

    private void ThrowIfUnwritable()
    {
        if (CannotWrite() is { } reason)
        {
            throw new InvalidOperationException(reason);
        }
    }

    private string? CannotWrite()
    {
        if (_policy.Access == SessionAccess.ReadOnly)
        {
            return "The session policy of this endpoint is SessionAccess.ReadOnly. Use SessionAccess.Required to write the session; also for TempData, which is removed as it is read.";
        }

        return IsAvailable
            ? null
            : "The session could not be loaded for this request (IsAvailable is false), so it cannot be written. Test IsAvailable before writing.";
    }
}
