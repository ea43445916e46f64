using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.State;

/// <summary>
/// A session as a request wants to store it: its fields and properties, and its record if it is stored. It does no I/O: it hands out
/// what was marked, and applies the outcome.
/// </summary>
/// <remarks>
/// The request may continue to mark changes on another thread during a commit. A draft is the lock for all that the request marks: one of
/// its own would be one object more for every request.
/// </remarks>
internal sealed partial class SessionDraft
{
    private readonly ISessionIdentity _identity;
    private readonly SessionFieldCodec _codec;
    private string? _secret;
    private string? _id;
    private SessionProperties _unmarked;
    private SessionMarks? _taken;

    public SessionDraft(ISessionIdentity identity, SessionFieldCodec codec, SessionRecord? record)
    {
        _identity = identity;
        _codec = codec;
        Record = record;
        Properties = _unmarked = SessionProperties.Of(record);
        Fields = FieldsOf(record);
    }

    /// <summary>Gets the cookie's value, or the value that it gets when the session is stored.</summary>
    /// <remarks>Created on demand: most requests without a cookie never need it.</remarks>
    public string Secret
    {
        get
        {
            lock (this)
            {
                return _secret ??= _identity.NewSecret();
            }
        }
        init => _secret = value;
    }

    /// <summary>Gets the id under which the table stores the session; it may not be public.</summary>
    public string Id
    {
        get
        {
            lock (this)
            {
                return _id ??= Record?.Id ?? _identity.TableIdOf(Secret);
            }
        }
        init => _id = value;
    }

    public SessionFields Fields { get; private set; }

    public SessionProperties Properties { get; private set; }

    public required TimeSpan DefaultIdleTimeout { get; init; }

    public TimeSpan IdleTimeout => Properties.IdleTimeout ?? DefaultIdleTimeout;

    /// <summary>Gets the last known record; null while the session is not stored.</summary>
    public SessionRecord? Record { get; private set; }

    /// <summary>Gets whether an ended record under the same id is replaced.</summary>
    public bool ReplacesEnded { get; init; }

    /// <summary>Gets or sets the exclusive lease that is held on the session.</summary>
    public SessionLease? Lease { get; set; }

    /// <summary>Gets or sets whether the application has written to the session, even if nothing of it is left.</summary>
    public bool WasWrittenTo
    {
        get;
        set
        {
            // Most writes are not the first.
            if (field == value)
            {
                return;
            }

            lock (this)
            {
                field = value;
            }
        }
    }

    /// <summary>Gets the write whose response was lost; null if no write is in doubt. Its changes count as written.</summary>
    public WriteResult? InDoubt { get; private set; }

    /// <summary>Gets whether this request has stored the session under a new id.</summary>
    public bool WasCreated { get; private set; }

    /// <summary>Gets whether this request has changed whether the cookie is kept when the browser closes.</summary>
    public bool HasNewPersistence { get; private set; }

    /// <summary>Gets whether this request has extended the session.</summary>
    public bool WasExtended { get; private set; }

    /// <summary>Gets whether the session was extended while the request ran, and no write has followed yet.</summary>
    public bool WasKeptAlive { get; private set; }

    /// <summary>Gets the token of the last acknowledged write of data; null if there was none.</summary>
    public string? LastToken { get; private set; }

    /// <summary>Gets whether an item may exist in the table.</summary>
    public bool MayExist => Record is not null || _taken is { ChangesSession: true };

    /// <summary>Gets the stored sessions to destroy, provided that no write is in progress; empty if the session was never stored.</summary>
    public IReadOnlyList<SessionToDestroy> ToDestroy
    {
        get
        {
            if (!MayExist)
            {
                return [];
            }

            var ended = new SessionToDestroy(Id, Record);
            return InDoubt?.Write is RenewWrite renewal ? [ended, new SessionToDestroy(renewal.Copy.Id, Record: null)] : [ended];
        }
    }

    /// <summary>Gets whether nothing is marked and no object was read that the application could mutate.</summary>
    public bool IsUnmarked
    {
        get
        {
            lock (this)
            {
                return InDoubt is null && _taken is null && !WasWrittenTo && ReferenceEquals(Properties, _unmarked) && Fields.IsUntouched;
            }
        }
    }

    /// <summary>Sets some of the session's properties.</summary>
    public void Set(Func<SessionProperties, SessionProperties> change)
    {
        lock (this)
        {
            Properties = change(Properties);
        }
    }

    /// <summary>Returns whether anything is marked that a commit would write.</summary>
    public bool HasChanges()
    {
        lock (this)
        {
            return Describe(Fields.GetChanges()).ChangesSession;
        }
    }

    /// <summary>Describes the session without its field changes.</summary>
    public SessionMarks Describe()
    {
        lock (this)
        {
            return Describe(SessionChanges.None);
        }
    }

    private SessionMarks Describe(SessionChanges changes) => new()
    {
        Id = Record is null && changes.IsEmpty && Properties is { UserId: null, Ticket: null } && !WasWrittenTo ? "" : Id,
        Loaded = Record,
        Changes = changes,
        Properties = Properties,
        DefaultIdleTimeout = DefaultIdleTimeout,
        ReplacesEnded = ReplacesEnded,
        Lease = Lease,
        WasWrittenTo = WasWrittenTo,
        WasKeptAlive = WasKeptAlive,
    };

    private SessionFields FieldsOf(SessionRecord? record) => new(_codec, record?.Fields, this);
}
