using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Fields;

/// <summary>
/// The fields of one session during one request: what was loaded, and what the request did to it. Changes are handed out to be written
/// (<see cref="TakeChanges"/>); what is changed while they are on their way goes into the next write.
/// </summary>
/// <remarks>
/// <para>
/// Setting a field to the value it has is no change. An object that was read from here and then mutated is one: it is noticed
/// by comparing its encoding with the one taken right after the read, so that a class which does not know a stored property
/// never turns a read into a write. <see cref="Set{T}"/> takes the value as it is at that moment.
/// </para>
/// <para>
/// A write may end on another thread than the one that goes on changing fields, so each member is safe to call at the same time as
/// another. The objects that were read are the caller's: mutating one while its changes are being taken is not safe.
/// </para>
/// </remarks>
public sealed partial class SessionFields
{
    private readonly SessionFieldCodec _codec;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SessionChange> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackedInstance> _tracked = new(StringComparer.Ordinal);

    // What is stored, once the changes that were taken are.
    private IReadOnlyDictionary<string, SessionValue> _stored;
    private SessionChanges? _taken;
    private IReadOnlyDictionary<string, SessionValue>? _storedBeforeTaken;
    private bool _cleared;

    /// <summary>Starts with what was loaded.</summary>
    /// <param name="codec">How values are encoded.</param>
    /// <param name="loaded">The fields by name; empty for a new session. Never changed.</param>
    public SessionFields(SessionFieldCodec codec, IReadOnlyDictionary<string, SessionValue> loaded)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(loaded);

        _codec = codec;
        _stored = loaded;
    }

    /// <summary>Gets the names of the fields as they are after the changes so far.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            lock (_lock)
            {
                TakeMutationsOfDefaults();
                var names = new List<string>(_stored.Count + _changes.Count);
                names.AddRange((_cleared ? [] : _stored.Keys).Where(name => !_changes.TryGetValue(name, out var change) || change.Kind != SessionChangeKind.Remove));
                names.AddRange(_changes.Where(change => change.Value.Kind != SessionChangeKind.Remove && Stored(change.Key) is null).Select(change => change.Key));
                return names;
            }
        }
    }

    /// <summary>Returns whether a field is present; a stored null is.</summary>
    /// <param name="name">The field's name.</param>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_lock)
        {
            TakeMutationsOfDefaults();
            return _changes.TryGetValue(name, out var change) ? change.Kind != SessionChangeKind.Remove : Stored(name) is not null;
        }
    }

    /// <summary>Reads a field. A second read of the same type gives the same instance.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value, when the field is present.</param>
    /// <param name="typeInfo">How the type is serialised; otherwise the codec's options say.</param>
    /// <returns>Whether the field is present; a stored null is.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. Nothing is lost.</exception>
    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value, JsonTypeInfo<T>? typeInfo = null)
    {
        ArgumentNullException.ThrowIfNull(name);

        lock (_lock)
        {
            if (_tracked.GetValueOrDefault(name) is TrackedInstance<T> tracked && (!tracked.IsDefault || Contains(name)))
            {
                value = tracked.Instance;
                return true;
            }

            if (Current(name) is not { } current)
            {
                value = default;
                return false;
            }

            value = _codec.Decode(name, current, typeInfo)!;
            _tracked.Remove(name);
            if (TrackedInstance<T>.TryTrack(_codec, name, value, typeInfo) is { } instance)
            {
                _tracked[name] = instance;
            }

            return true;
        }
    }

    /// <summary>
    /// Reads a field, or makes a default value where it is absent. That is no change, but mutating the value is: it sets the field. A
    /// second read of the same type gives the same instance.
    /// </summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="createDefault">Returns the default value.</param>
    /// <param name="typeInfo">How the type is serialised; otherwise the codec's options say.</param>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. Nothing is lost.</exception>
    public T GetOrDefault<T>(string name, Func<T> createDefault, JsonTypeInfo<T>? typeInfo = null)
    {
        ArgumentNullException.ThrowIfNull(createDefault);

        lock (_lock)
        {
            if (TryGet(name, out var value, typeInfo))
            {
                return value;
            }

            if (_tracked.GetValueOrDefault(name) is TrackedInstance<T> tracked)
            {
                return tracked.Instance;
            }

            value = createDefault();
            if (TrackedInstance<T>.TryTrack(_codec, name, value, typeInfo) is { } instance)
            {
                instance.MarkAsDefault();
                _tracked[name] = instance;
            }

            return value;
        }
    }

    /// <summary>Sets a field to a value as it is now.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; bytes are stored as the byte view.</param>
    /// <param name="typeInfo">How the type is serialised; otherwise the codec's options say.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name, or DynamoDB cannot hold the value exactly. Nothing is changed.</exception>
    public void Set<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null)
    {
        _codec.ThrowIfInvalidName(name);
        if (value is byte[] bytes)
        {
            SetBytes(name, bytes);
            return;
        }

        var encoded = _codec.Encode(name, value, typeInfo);
        lock (_lock)
        {
            if (_tracked.TryGetValue(name, out var tracked) && !tracked.TryRestart(value))
            {
                _tracked.Remove(name);
            }

            Put(name, encoded);
        }
    }

    /// <summary>Reads a field as bytes, as <c>ISession.TryGetValue</c> does.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="bytes">
    /// The bytes: UTF-8 of text, four bytes (big-endian) of a number that fits an <see cref="int"/> and the text of any other, and
    /// JSON of all that has no bytes of its own.
    /// </param>
    /// <returns>Whether the field is present.</returns>
    public bool TryGetBytes(string name, [NotNullWhen(true)] out byte[]? bytes)
    {
        ArgumentNullException.ThrowIfNull(name);

        lock (_lock)
        {
            bytes = Current(name) is { } current ? SessionFieldCodec.ToBytes(current) : null;
            return bytes is not null;
        }
    }

    /// <summary>Sets a field to bytes, as <c>ISession.Set</c> does. They read back bit for bit.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="bytes">The bytes; readable text is stored as text, all else as binary.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name.</exception>
    public void SetBytes(string name, ReadOnlySpan<byte> bytes)
    {
        _codec.ThrowIfInvalidName(name);

        lock (_lock)
        {
            if (HasBytes(Current(name), bytes))
            {
                return;
            }

            _tracked.Remove(name);
            Put(name, Stored(name) is { } stored && HasBytes(stored, bytes) ? stored : _codec.EncodeBytes(name, bytes));
        }
    }

    /// <summary>Removes a field. Removing an absent one is no change.</summary>
    /// <param name="name">The field's name.</param>
    public void Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        lock (_lock)
        {
            _tracked.Remove(name);
            PutAbsent(name);
        }
    }

    /// <summary>Removes all fields, also those that other requests add meanwhile.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _tracked.Clear();
            _changes.Clear();
            _cleared = _stored.Count > 0;
        }
    }

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0; reads show what was loaded plus the increments.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="by">What to add; may be negative.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name, or the sum has more than 38 digits.</exception>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    public void Increment(string name, decimal by = 1)
    {
        _codec.ThrowIfInvalidName(name);
        Combine(name, SessionChange.Increment(by));
    }

    /// <summary>Adds an item at the end of a list, atomically in the table. An absent field counts as empty.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="item">The item as it is now.</param>
    /// <param name="typeInfo">How the type is serialised; otherwise the codec's options say.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name, or DynamoDB cannot hold the item exactly.</exception>
    /// <exception cref="SessionFieldTypeException">The field is not a list.</exception>
    public void Append<T>(string name, T item, JsonTypeInfo<T>? typeInfo = null)
    {
        _codec.ThrowIfInvalidName(name);
        Combine(name, SessionChange.Append(_codec.EncodeItem(name, item, typeInfo)));
    }

    // A typed field with the same bytes keeps its type: reading bytes cannot tell the difference.
    private static bool HasBytes(SessionValue? value, ReadOnlySpan<byte> bytes) =>
        value is not null && bytes.SequenceEqual(SessionFieldCodec.ToBytes(value));

    private SessionValue? Stored(string name) => _cleared ? null : _stored.GetValueOrDefault(name);

    private SessionValue? Current(string name)
    {
        TakeMutation(name);
        return _changes.TryGetValue(name, out var change) ? change.ApplyTo(name, Stored(name)) : Stored(name);
    }

    private void TakeMutation(string name)
    {
        if (!_tracked.TryGetValue(name, out var tracked) || tracked.TakeMutation() is not { } mutated)
        {
            return;
        }

        if (tracked is { IsDefault: true, FirstEncoding: { } untouched } && mutated.ContentEquals(untouched))
        {
            // The mutation was undone, and the field is as absent as before.
            PutAbsent(name);
        }
        else
        {
            Put(name, mutated);
        }
    }

    private void TakeMutationsOfDefaults()
    {
        foreach (var (name, tracked) in _tracked)
        {
            if (tracked.IsDefault)
            {
                TakeMutation(name);
            }
        }
    }

    private void PutAbsent(string name)
    {
        if (Stored(name) is null)
        {
            _changes.Remove(name);
        }
        else
        {
            _changes[name] = SessionChange.Remove;
        }
    }

    private void Put(string name, SessionValue value) => Put(name, SessionChange.Set(value), after: value);

    private void Put(string name, SessionChange change, SessionValue after)
    {
        if (Stored(name) is { } stored && stored.ContentEquals(after))
        {
            _changes.Remove(name);
        }
        else
        {
            _changes[name] = change;
        }
    }

    private void Combine(string name, SessionChange addition)
    {
        lock (_lock)
        {
            var after = addition.ResultOn(name, Current(name))!;
            var pending = _changes.GetValueOrDefault(name);
            if (pending?.Kind == addition.Kind)
            {
                addition = pending.Plus(name, addition);
            }
            else if (pending is not null || _cleared)
            {
                // This request has already decided what the field is, so there is nothing left to add to in the table.
                addition = SessionChange.Set(after);
            }

            // The instance that was handed out does not know the addition; the next read gives one that does.
            _tracked.Remove(name);
            Put(name, addition, after);
        }
    }
}
