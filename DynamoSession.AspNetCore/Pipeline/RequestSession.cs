using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>The session that an endpoint sees, restricted by its policy. Changes are only marked; the commit writes them.</summary>
internal sealed class RequestSession(
    SessionState state,
    RequestCommit commit,
    EndpointPolicy policy,
    SessionLimitations limitations,
    ISessionIdentity identity,
    SessionExpiry expiry,
    ICookieLifetime lifetime,
    HttpResponse response,
    bool isAvailable) : IDynamoSession, ITypedSession
{
    public bool IsAvailable => isAvailable;

    public string Id => identity.PublicIdOf(Using().Id);

    // A copy, so that fields can be removed in a loop over it.
    public IEnumerable<string> Keys => [.. Reading().Names];

    public bool IsNew => Using().Record is null;

    public DateTimeOffset CreatedAt => Using().Record?.CreatedAt ?? expiry.Now;

    public DateTimeOffset ExpiresAt => Using().Record?.ExpiresAt ?? expiry.AfterUse(state.Draft.IdleTimeout, expiry.AbsoluteExpiry(record: null, state.Draft.Properties.AbsoluteTimeout));

    public string? UserId
    {
        get => Using().Properties.UserId;
        set
        {
            SessionRules.ThrowIfInvalidUserId(value);
            if (value is not null)
            {
                SessionLimitations.ThrowIfAny(limitations.UserId);
            }

            var draft = Establishing();

            // What was bound before stays as old as it is: a session that has been revoked must not go on by signing in its own user again.
            var since = value is null ? null : draft.Record is { } stored && stored.UserId == value ? stored.UserSince : expiry.UniqueNow;
            draft.Set(properties => properties with { UserId = value, UserSince = since, BindsUser = value is not null });
        }
    }

    public TimeSpan IdleTimeout
    {
        get => Using().IdleTimeout;
        set
        {
            SessionRules.ThrowIfInvalidIdleTimeout(value, AbsoluteTimeoutOf(state.Draft));
            NoteUse();
            ThrowIfUnwritable();
            var seconds = TimeSpan.FromSeconds(Math.Floor(value.TotalSeconds));
            var own = lifetime.OwnIdleTimeout(seconds, isNew: state.Draft.Record is null);
            state.Draft.Set(properties => properties with { IdleTimeout = own });
        }
    }

    public TimeSpan AbsoluteTimeout
    {
        get => AbsoluteTimeoutOf(Using());
        set
        {
            SessionLimitations.ThrowIfAny(limitations.AbsoluteTimeout);
            SessionRules.ThrowIfInvalidAbsoluteTimeout(value, state.Draft.IdleTimeout, expiry.Now);
            NoteUse();
            ThrowIfUnwritable();
            state.Draft.Set(properties => properties with { AbsoluteTimeout = value });
        }
    }

    public bool IsPersistent
    {
        get => Using().Properties.IsPersistent;
        set
        {
            SessionLimitations.ThrowIfAny(limitations.IsPersistent);
            NoteUse();
            ThrowIfUnwritable();
            if (response.HasStarted)
            {
                throw new InvalidOperationException("IsPersistent cannot be set after the response has started, because the cookie can no longer be sent.");
            }

            state.Draft.Set(properties => properties with { IsPersistent = value });
        }
    }

    public void Describe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SessionLimitations.ThrowIfAny(limitations.Description);
        NoteUse();
        ThrowIfUnwritable();
        state.Draft.Set(properties => properties with { Description = SessionDescription.Of(text) });
    }

    /// <summary>Gets what the request knows about the session and has marked.</summary>
    public SessionState State => state;

    /// <summary>Gets whether the session can be written.</summary>
    public bool IsWritable => !HasEnded && WriteProblem() is null;

    /// <summary>Sets the ticket of the user's sign-in.</summary>
    public void SetTicket(ReadOnlyMemory<byte> ticket)
    {
        SessionLimitations.ThrowIfAny(limitations.Ticket);
        Establishing().Set(properties => properties with { Ticket = ticket });
    }

    /// <summary>Removes the ticket, if the session has one and can be written.</summary>
    public void RemoveTicket()
    {
        if (IsWritable && state.Draft.Properties.Ticket is not null)
        {
            state.Draft.Set(properties => properties with { Ticket = null });
        }
    }

    /// <summary>Commits what is marked, and discards it if the user has too many sessions, so that the request can go on without it.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public async Task CommitSignInAsync()
    {
        try
        {
            await CommitAsync();
        }
        catch (SessionLimitException)
        {
            await commit.DiscardAsync();
            throw;
        }
    }

    /// <summary>Gets how often the application has used the session.</summary>
    public int UseCount { get; private set; }

    /// <summary>Gets whether the application has used the session, so that the response depends on the cookie.</summary>
    public bool WasUsed => UseCount > 0;

    /// <summary>Gets or sets whether the request has ended, so that no further change would be committed.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gets or sets what is called at each use by the application, while its request runs.</summary>
    public Action? OnUse { get; set; }

    // The session was loaded before the endpoint ran.
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();

        // If nothing can be written, there is nothing to commit.
        return WriteProblem() is null ? commit.ExplicitlyAsync(cancellationToken) : Task.CompletedTask;
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
        // Removing an absent field writes nothing; TempData does this on every page.
        if (Reading().Contains(key))
        {
            ThrowIfUnwritable();
            state.Draft.Fields.Remove(key);
        }
    }

    public void Clear()
    {
        var fields = Reading();
        ThrowIfUnwritable();
        fields.Clear();
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
        return await commit.UpdateAsync(field, update, cancellationToken);
    }

    public void RenewId()
    {
        NoteUse();
        ThrowIfUnwritable();
        if (response.HasStarted)
        {
            throw new InvalidOperationException("The session's id cannot be renewed after the response has started, because the new cookie can no longer be sent.");
        }

        state.RenewId();
    }

    public void Destroy()
    {
        NoteUse();
        ThrowIfUnwritable();
        state.Destroy();
    }

    private TimeSpan AbsoluteTimeoutOf(SessionDraft draft) => draft.Properties.AbsoluteTimeout ?? expiry.AbsoluteTimeoutOf(draft.Record);

    private SessionDraft Using()
    {
        NoteUse();
        return state.Draft;
    }

    private void NoteUse()
    {
        UseCount++;
        OnUse?.Invoke();
    }

    private SessionFields Reading() => Using().Fields;

    private SessionFields Writing() => Establishing().Fields;

    private SessionDraft Establishing()
    {
        NoteUse();
        ThrowIfUnwritable();
        if (state.Draft.Record is null && response.HasStarted)
        {
            throw SessionRules.TooLateToStart();
        }

        state.Draft.WasWrittenTo = true;
        return state.Draft;
    }

    private void ThrowIfEnded()
    {
        if (HasEnded)
        {
            throw new InvalidOperationException(
                "The request has ended, so its session can no longer be changed or committed. Finish the work within the request, or await it before the endpoint returns.");
        }
    }

    private void ThrowIfUnwritable()
    {
        ThrowIfEnded();
        if (WriteProblem() is { } reason)
        {
            throw new InvalidOperationException(reason);
        }
    }

    private string? WriteProblem()
    {
        if (policy.Access == SessionAccess.ReadOnly)
        {
            return "The session policy of this endpoint is SessionAccess.ReadOnly. Use SessionAccess.Required to write the session. TempData needs it too, because reading a message removes it.";
        }

        return IsAvailable
            ? null
            : "The session could not be loaded for this request (IsAvailable is false), so it cannot be written. Check IsAvailable before writing.";
    }
}
