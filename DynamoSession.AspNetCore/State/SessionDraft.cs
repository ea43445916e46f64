using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.State;

/// <summary>
/// A session as a request wants it stored: its fields and properties, and its record if it has one. It writes nothing itself; it hands
/// out what was marked, and is told what came of it.
/// </summary>
/// <remarks>The request may go on marking while a commit is on its way, on another thread.</remarks>
internal sealed class SessionDraft
{
    private readonly Lock _lock = new();
    private readonly ISessionIdentity _identity;
    private readonly SessionFieldCodec _codec;
    private string? _secret;
    private string? _id;
    private SessionMarks? _taken;

    public SessionDraft(ISessionIdentity identity, SessionFieldCodec codec, SessionRecord? record)
    {
        _identity = identity;
        _codec = codec;
        Record = record;
        UserId = record?.UserId;
        OwnIdleTimeout = record?.IdleTimeout;
        Fields = FieldsOf(record);
    }

    /// <summary>Gets what the cookie holds, or will hold once the session is stored.</summary>
    /// <remarks>Drawn when it is first wanted: most requests without a cookie never do.</remarks>
    public string Secret
    {
        get
        {
            lock (_lock)
            {
                return _secret ??= _identity.NewSecret();
            }
        }
        init => _secret = value;
    }

    /// <summary>Gets the id by which the table knows the session; not always one to be shown.</summary>
    public string Id
    {
        get
        {
            lock (_lock)
            {
                return _id ??= Record?.Id ?? _identity.TableIdOf(Secret);
            }
        }
        init => _id = value;
    }

    public SessionFields Fields { get; private set; }

    public string? UserId
    {
        get;
        set
        {
            lock (_lock)
            {
                field = value;
            }
        }
    }

    /// <summary>Gets or sets the session's own idle timeout; null where <see cref="DefaultIdleTimeout"/> applies.</summary>
    public TimeSpan? OwnIdleTimeout
    {
        get;
        set
        {
            lock (_lock)
            {
                field = value;
            }
        }
    }

    public required TimeSpan DefaultIdleTimeout { get; init; }

    public TimeSpan IdleTimeout => OwnIdleTimeout ?? DefaultIdleTimeout;

    /// <summary>Gets the record as last known; null while the session is not stored.</summary>
    public SessionRecord? Record { get; private set; }

    /// <summary>Gets whether an ended record under the same id is replaced.</summary>
    public bool ReplacesEnded { get; init; }

    /// <summary>Gets or sets the exclusive lease that is held on the session.</summary>
    public SessionLease? Lease { get; set; }

    /// <summary>Gets the write whose answer got lost; null when none is in doubt. Its changes count as written.</summary>
    public WriteResult? InDoubt { get; private set; }

    /// <summary>Gets whether this request has stored the session under a new id.</summary>
    public bool WasCreated { get; private set; }

    /// <summary>Gets whether this request has made the session live longer.</summary>
    public bool WasExtended { get; private set; }

    /// <summary>Gets the token of the last acknowledged write of data; null when there was none.</summary>
    public string? LastToken { get; private set; }

    /// <summary>Gets whether an item may exist in the table.</summary>
    public bool MayExist => Record is not null || _taken is { ChangesSession: true };

    /// <summary>Gets what is to be ended of the session, once no write of it is on its way; empty when it was never stored.</summary>
    public IReadOnlyList<EndedSession> Remains
    {
        get
        {
            if (!MayExist)
            {
                return [];
            }

            var ended = new EndedSession(Id, Record);
            return InDoubt?.Write is RenewWrite renewal ? [ended, new EndedSession(renewal.Copy.Id, Record: null)] : [ended];
        }
    }

    /// <summary>Returns whether anything is marked that a commit would write.</summary>
    public bool HasChanges()
    {
        lock (_lock)
        {
            return Describe(Fields.GetChanges()).ChangesSession;
        }
    }

    /// <summary>Describes the session without its changes.</summary>
    public SessionMarks Describe()
    {
        lock (_lock)
        {
            return Describe(SessionChanges.None);
        }
    }

    /// <summary>Hands out what was marked. <see cref="Apply"/> or <see cref="PutBack"/> must follow.</summary>
    /// <exception cref="ArgumentException">DynamoDB cannot hold exactly what an object has become. Nothing was taken.</exception>
    public SessionMarks Take()
    {
        lock (_lock)
        {
            return _taken = Describe(Fields.TakeChanges());
        }
    }

    /// <summary>Takes back what was handed out and not written.</summary>
    public void PutBack()
    {
        lock (_lock)
        {
            Fields.PutBackTaken();
            _taken = null;
        }
    }

    /// <summary>Learns what came of the write of what was handed out.</summary>
    public void Apply(WriteResult result)
    {
        lock (_lock)
        {
            if (result.State == WriteState.InDoubt)
            {
                InDoubt = result;
                return;
            }

            InDoubt = null;
            if (result.State == WriteState.Applied)
            {
                Accept(_taken!, result.Write!, result.Record!);
            }
            else
            {
                Fields.PutBackTaken();
            }

            _taken = null;
        }
    }

    /// <summary>Learns that the session now lives longer.</summary>
    public void Extend(SessionRecord extended)
    {
        lock (_lock)
        {
            WasExtended = true;
            Record = extended;
        }
    }

    /// <summary>Goes on from what others have stored, with the changes of this request.</summary>
    public void Rebase(SessionRecord record)
    {
        lock (_lock)
        {
            var marks = Describe(SessionChanges.None).On(record);
            (UserId, OwnIdleTimeout) = (marks.UserId, marks.IdleTimeout);
            Fields.Rebase(record.Fields);
            Record = record;
        }
    }

    /// <summary>Goes back to what is known to be stored.</summary>
    public void DropChanges()
    {
        lock (_lock)
        {
            InDoubt = null;
            _taken = null;
            Fields = FieldsOf(Record);
            UserId = Record?.UserId;
            OwnIdleTimeout = Record?.IdleTimeout;
        }
    }

    private SessionMarks Describe(SessionChanges changes) => new()
    {
        Id = Record is null && changes.IsEmpty && UserId is null ? "" : Id,
        Loaded = Record,
        Changes = changes,
        UserId = UserId,
        IdleTimeout = OwnIdleTimeout,
        DefaultIdleTimeout = DefaultIdleTimeout,
        ReplacesEnded = ReplacesEnded,
        Lease = Lease,
    };

    private void Accept(SessionMarks marks, SessionWrite write, SessionRecord record)
    {
        Fields.AcceptTaken();
        if (!ReferenceEquals(write.Marks.Loaded, Record))
        {
            // Others had written meanwhile.
            Fields.Rebase(record.Fields);
        }

        // What was set since goes into the next commit.
        UserId = UserId == marks.UserId ? record.UserId : UserId;
        OwnIdleTimeout = OwnIdleTimeout == marks.IdleTimeout ? record.IdleTimeout : OwnIdleTimeout;
        switch (write)
        {
            case UpdateWrite { Commit: var commit }:
                Lease = commit.KeepsLease ? Lease : null;
                LastToken = commit.Token;
                WasExtended |= commit.ExpiresAt > commit.Loaded.ExpiresAt;
                break;
            case CreateWrite { Creation: var creation }:
                LastToken = creation.Token;
                WasCreated = true;
                break;
            case RenewWrite { Copy: var copy, Secret: var secret }:
                Lease = null;
                LastToken = copy.Token;
                WasCreated = true;
                _secret = secret;
                _id = copy.Id;
                break;
        }

        Record = record;
    }

    private SessionFields FieldsOf(SessionRecord? record) => new(_codec, record?.Fields ?? new Dictionary<string, SessionValue>());
}
