namespace DynamoSession.Tests.Proof.Model;

/// <summary>A request and its session, by the documentation and in the plainest way: dictionaries, copied as a whole.</summary>
internal sealed class ModelRequest
{
    public static readonly TimeSpan DefaultIdle = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _now;
    private readonly bool _wasDead;
    private readonly ModelRecord? _dead;
    private readonly List<ModelRecord> _ended = [];
    private Dictionary<string, ModelValue> _loaded = [];
    private bool _cleared;
    private bool _renews;
    private bool _wasCreated;
    private bool _wasDestroyed;
    private TimeSpan? _ownIdle;
    private TimeSpan? _newAbsolute;

    /// <summary>Begins a request.</summary>
    /// <param name="cookie">What the browser's cookie leads to; null when it has none.</param>
    /// <param name="now">The time.</param>
    public ModelRequest(ModelRecord? cookie, DateTimeOffset now)
    {
        _now = now;
        _wasDead = cookie?.DeadUntil > now;
        _dead = _wasDead ? cookie : null;
        Load(cookie?.LivesAt(now) == true ? cookie : null);
        KeepAlive();
    }

    public ModelRecord? Record { get; private set; }

    public Dictionary<string, ModelValue> Fields { get; private set; } = [];

    public string? UserId { get; set; }

    public TimeSpan IdleTimeout
    {
        get => _ownIdle ?? DefaultIdle;
        set => _ownIdle = value == DefaultIdle ? null : value;
    }

    public TimeSpan AbsoluteTimeout
    {
        get => _newAbsolute
            ?? (Record is null ? Absolute : Record.AbsoluteEnd == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : Record.AbsoluteEnd - Record.CreatedAt);
        set => _newAbsolute = value;
    }

    public DateTimeOffset CreatedAt => Record?.CreatedAt ?? _now;

    public DateTimeOffset ExpiresAt => Record?.ExpiresAt ?? EndAfterUse(AbsoluteEnd);

    /// <summary>Gets the expiry before the request extended its session while it ran; null if it didn't.</summary>
    public DateTimeOffset? ExpiresAtBefore { get; private set; }

    public void SetBytes(string field, byte[] bytes)
    {
        // Bytes that a typed field has already leave it what it is, or was.
        if (Fields.GetValueOrDefault(field)?.Bytes.SequenceEqual(bytes) != true)
        {
            var loaded = _cleared ? null : _loaded.GetValueOrDefault(field);
            Fields[field] = loaded?.Bytes.SequenceEqual(bytes) == true ? loaded : ModelValue.Of(bytes);
        }
    }

    public void Clear()
    {
        Fields.Clear();
        _cleared = Record is not null;
    }

    public void RenewId() => _renews = true;

    public void Destroy()
    {
        if (Record is not null)
        {
            _ended.Add(Record);
        }

        if (_dead is not null)
        {
            _ended.Add(_dead);
        }

        _wasDestroyed = true;
        _wasCreated = false;
        Load(null);
    }

    /// <returns>False when the request comes too late to write.</returns>
    public bool Commit()
    {
        if (_renews && Record is not null)
        {
            var old = Record;
            Store(new ModelRecord { Fields = Fields, CreatedAt = old.CreatedAt, AbsoluteEnd = AbsoluteEnd, ExpiresAt = EndAfterUse(AbsoluteEnd) });
            old.DeadUntil = _now.AddSeconds(60);
            old.WasRenewed = true;
            old.Successor = old.UserId == Record.UserId ? Record : null;
            _renews = false;
        }
        else if (Record is not null && HasChanges(Record))
        {
            var end = EndAfterUse(AbsoluteEnd);
            Record.AbsoluteEnd = AbsoluteEnd;
            Record.ExpiresAt = end > Record.ExpiresAt || _ownIdle != Record.IdleTimeout || Record.ExpiresAt > AbsoluteEnd ? end : Record.ExpiresAt;
            Save(Record);
        }
        else if (Record is null && (Fields.Count > 0 || UserId is not null))
        {
            if (_wasDead && !_renews && !_wasDestroyed)
            {
                return false;
            }

            Store(new ModelRecord { Fields = Fields, CreatedAt = _now, AbsoluteEnd = AbsoluteEnd, ExpiresAt = EndAfterUse(AbsoluteEnd) });
            _renews = false;
        }

        foreach (var ended in _ended)
        {
            // Under its last id, if it goes on under another one.
            var last = ended;
            while (last is { DeadUntil: not null, Successor: { } successor })
            {
                last = successor;
            }

            last.DeadUntil ??= _now.AddSeconds(60);
        }

        _ended.Clear();
        return true;
    }

    /// <summary>Ends the request well.</summary>
    /// <param name="cookie">What the browser's cookie leads to before, and after.</param>
    /// <returns>False when the changes could not be written.</returns>
    public bool End(ref ModelRecord? cookie)
    {
        var writes = _ended.Count > 0 || Record is null || _renews || HasChanges(Record);
        if (!Commit())
        {
            return false;
        }

        if (!writes && EndAfterUse(Record!.AbsoluteEnd) - Record.ExpiresAt is { } gain && gain > TimeSpan.Zero && gain >= IdleTimeout / 10)
        {
            Record.ExpiresAt += gain;
        }

        cookie = _wasCreated ? Record
            : Record is null && (_wasDead ? _renews || (_wasDestroyed && _dead!.WasRenewed) : _wasDestroyed) ? null
            : cookie;
        return true;
    }

    /// <summary>A request that finds more than half of the idle timeout passed extends its session at once, whatever becomes of the request.</summary>
    private void KeepAlive()
    {
        if (Record is { } record && _now >= record.ExpiresAt - (IdleTimeout / 2) && EndAfterUse(record.AbsoluteEnd) - record.ExpiresAt is { } gain && gain >= IdleTimeout / 10)
        {
            ExpiresAtBefore = record.ExpiresAt;
            record.ExpiresAt += gain;
        }
    }

    private void Load(ModelRecord? record)
    {
        Record = record;
        _loaded = record?.Fields ?? [];
        _cleared = false;
        _ownIdle = record?.IdleTimeout;
        _newAbsolute = null;
        UserId = record?.UserId;
        Fields = new(_loaded);
    }

    private void Store(ModelRecord record)
    {
        Record = record;
        _wasCreated = true;
        Save(record);
    }

    private void Save(ModelRecord record)
    {
        record.Fields = _loaded = new(Fields);
        record.UserId = UserId;
        record.IdleTimeout = _ownIdle;
        _newAbsolute = null;
        _cleared = false;
    }

    private bool HasChanges(ModelRecord record) =>
        _cleared || _newAbsolute is not null || UserId != record.UserId || _ownIdle != record.IdleTimeout || Fields.Count != _loaded.Count || Fields.Except(_loaded).Any();

    private DateTimeOffset AbsoluteEnd =>
        _newAbsolute == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue
        : _newAbsolute is { } timeout ? _now + timeout
        : Record?.AbsoluteEnd ?? _now + Absolute;

    private DateTimeOffset EndAfterUse(DateTimeOffset absoluteEnd) => _now + IdleTimeout < absoluteEnd ? _now + IdleTimeout : absoluteEnd;
}
