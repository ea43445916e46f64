namespace DynamoSession.Tests.Proof.Model;

/// <summary>A request and its session as documented, implemented in the simplest way: dictionaries, copied as a whole.</summary>
internal sealed class ModelRequest
{
    public static readonly TimeSpan DefaultIdle = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _now;
    private readonly bool _hasTombstone;
    private readonly ModelRecord? _tombstone;
    private readonly List<ModelRecord> _toEnd = [];
    private Dictionary<string, ModelValue> _loaded = [];
    private bool _cleared;
    private bool _renews;
    private bool _wasCreated;
    private bool _wasDestroyed;
    private TimeSpan? _ownIdle;
    private TimeSpan? _newAbsolute;

    /// <summary>Starts a request.</summary>
    /// <param name="cookie">The record that the browser's cookie leads to; null if it has no cookie.</param>
    /// <param name="now">The current time.</param>
    public ModelRequest(ModelRecord? cookie, DateTimeOffset now)
    {
        _now = now;
        _hasTombstone = cookie?.TombstoneExpiresAt > now;
        _tombstone = _hasTombstone ? cookie : null;
        Load(cookie?.IsLiveAt(now) == true ? cookie : null);
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
            ?? (Record is null ? Absolute : Record.AbsoluteExpiry == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : Record.AbsoluteExpiry - Record.CreatedAt);
        set => _newAbsolute = value;
    }

    public DateTimeOffset CreatedAt => Record?.CreatedAt ?? _now;

    public DateTimeOffset ExpiresAt => Record?.ExpiresAt ?? ExpiryAfterUse(AbsoluteExpiry);

    /// <summary>Gets the expiry before the request extended its session while it ran; null if it didn't.</summary>
    public DateTimeOffset? ExpiresAtBefore { get; private set; }

    public void SetBytes(string field, byte[] bytes)
    {
        // Setting the bytes that a typed field already has, or had when it was loaded, keeps its type.
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
            _toEnd.Add(Record);
        }

        if (_tombstone is not null)
        {
            _toEnd.Add(_tombstone);
        }

        _wasDestroyed = true;
        _wasCreated = false;
        Load(null);
    }

    /// <returns>False if the request is too late to write.</returns>
    public bool Commit()
    {
        if (_renews && Record is not null)
        {
            var previous = Record;
            Store(new ModelRecord { Fields = Fields, CreatedAt = previous.CreatedAt, AbsoluteExpiry = AbsoluteExpiry, ExpiresAt = ExpiryAfterUse(AbsoluteExpiry) });
            previous.TombstoneExpiresAt = _now.AddSeconds(60);
            previous.WasRenewed = true;
            previous.Copy = previous.UserId == Record.UserId ? Record : null;
            _renews = false;
        }
        else if (Record is not null && HasChanges(Record))
        {
            var expiry = ExpiryAfterUse(AbsoluteExpiry);
            Record.AbsoluteExpiry = AbsoluteExpiry;
            Record.ExpiresAt = expiry > Record.ExpiresAt || _ownIdle != Record.IdleTimeout || Record.ExpiresAt > AbsoluteExpiry ? expiry : Record.ExpiresAt;
            Save(Record);
        }
        else if (Record is null && (Fields.Count > 0 || UserId is not null))
        {
            if (_hasTombstone && !_renews && !_wasDestroyed)
            {
                return false;
            }

            Store(new ModelRecord { Fields = Fields, CreatedAt = _now, AbsoluteExpiry = AbsoluteExpiry, ExpiresAt = ExpiryAfterUse(AbsoluteExpiry) });
            _renews = false;
        }

        foreach (var ended in _toEnd)
        {
            // Under its latest id, if it was renewed.
            var last = ended;
            while (last is { TombstoneExpiresAt: not null, Copy: { } copy })
            {
                last = copy;
            }

            last.TombstoneExpiresAt ??= _now.AddSeconds(60);
        }

        _toEnd.Clear();
        return true;
    }

    /// <summary>Ends a request that succeeded.</summary>
    /// <param name="cookie">The record that the browser's cookie leads to, before and after.</param>
    /// <returns>False if the changes could not be written.</returns>
    public bool End(ref ModelRecord? cookie)
    {
        var writes = _toEnd.Count > 0 || Record is null || _renews || HasChanges(Record);
        if (!Commit())
        {
            return false;
        }

        if (!writes && ExpiryAfterUse(Record!.AbsoluteExpiry) - Record.ExpiresAt is { } gain && gain > TimeSpan.Zero && gain >= IdleTimeout / 10)
        {
            Record.ExpiresAt += gain;
        }

        cookie = _wasCreated ? Record
            : Record is null && (_hasTombstone ? _renews || (_wasDestroyed && _tombstone!.WasRenewed) : _wasDestroyed) ? null
            : cookie;
        return true;
    }

    /// <summary>A request that arrives after more than half of the idle timeout extends its session at once, whatever the outcome of the request.</summary>
    private void KeepAlive()
    {
        if (Record is { } record && _now >= record.ExpiresAt - (IdleTimeout / 2) && ExpiryAfterUse(record.AbsoluteExpiry) - record.ExpiresAt is { } gain && gain >= IdleTimeout / 10)
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

    private DateTimeOffset AbsoluteExpiry =>
        _newAbsolute == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue
        : _newAbsolute is { } timeout ? _now + timeout
        : Record?.AbsoluteExpiry ?? _now + Absolute;

    private DateTimeOffset ExpiryAfterUse(DateTimeOffset absoluteExpiry) => _now + IdleTimeout < absoluteExpiry ? _now + IdleTimeout : absoluteExpiry;
}
