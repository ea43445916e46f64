using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>The session of one pass of a request, which is created when it is first asked for. Most requests without a cookie never ask for it.</summary>
internal sealed class OnDemandSession(HttpContext context, RequestSessions sessions, EndpointPolicy policy, LoadedSession loaded, bool isAvailable)
    : ISessionFeature
{
    private PassSession? _created;
    private ISession? _replacement;
    private bool _hasEnded;

    /// <summary>Gets the session; null as long as nobody has asked for it.</summary>
    public PassSession? Created => _created;

    /// <summary>Gets whether no session was looked up, or none could be, so that only the application's use needs it.</summary>
    public bool IsNothing => ReferenceEquals(loaded, LoadedSession.None);

    /// <summary>Gets or sets who is told of each use.</summary>
    public IUseObserver? Observer { get; set; }

    // Where the pipeline finds it. A module may replace it.
    ISession ISessionFeature.Session
    {
        get => _replacement ?? Get().Session;
        set => _replacement = value;
    }

    /// <exception cref="InvalidOperationException">The request has ended.</exception>
    public PassSession Get() => _created ?? Create();

    /// <summary>Discards everything that is marked and not committed, unless a commit is in progress.</summary>
    /// <returns>Whether nothing is left.</returns>
    public bool TryDiscard() => _created?.Commit.TryDiscard() ?? true;

    /// <summary>Ends the request for the session: it can no longer be changed.</summary>
    public void End()
    {
        _hasEnded = true;

        // A thread that creates the session now sees that the request has ended, or is seen here.
        Interlocked.MemoryBarrier();
        if (_created is { } created)
        {
            End(created);
        }
    }

    private PassSession Create()
    {
        if (_hasEnded)
        {
            throw SessionRules.RequestHasEnded();
        }

        var created = sessions.Create(context, policy, loaded, isAvailable);
        created.Session.Observer = Observer;

        // Threads that ask for the first time at once get the same session.
        var session = Interlocked.CompareExchange(ref _created, created, null) ?? created;
        if (_hasEnded)
        {
            End(session);
        }

        return session;
    }

    private static void End(PassSession session)
    {
        session.KeepAlive.Dispose();
        session.Session.Observer = null;
        session.Session.HasEnded = true;
    }
}
