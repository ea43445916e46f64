using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>The session that an endpoint sees, restricted by its policy. Changes are only marked; the commit writes them.</summary>
internal sealed partial class RequestSession(
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

    public bool IsNew => Using().Record is null;

    public DateTimeOffset CreatedAt => Using().Record?.CreatedAt ?? expiry.Now;

    public DateTimeOffset ExpiresAt => Using().Record?.ExpiresAt ?? expiry.AfterUse(state.Draft.IdleTimeout, expiry.AbsoluteExpiry(record: null, state.Draft.Properties.AbsoluteTimeout));

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

    /// <summary>Gets how often the application has used the session.</summary>
    public int UseCount { get; private set; }

    /// <summary>Gets whether the application has used the session, so that the response depends on the cookie.</summary>
    public bool WasUsed => UseCount > 0;

    /// <summary>Gets or sets whether the request has ended, so that no further change would be committed.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gets or sets who is told of each use by the application, while its request runs.</summary>
    public IUseObserver? Observer { get; set; }

    // The session was loaded before the endpoint ran.
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();

        // If nothing can be written, there is nothing to commit.
        return WriteProblem() is null ? commit.ExplicitlyAsync(cancellationToken) : Task.CompletedTask;
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
        Observer?.OnUse();
    }

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
            throw SessionRules.RequestHasEnded();
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
