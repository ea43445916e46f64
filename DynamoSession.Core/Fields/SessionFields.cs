using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Fields;

/// <summary>
/// The fields of one session during one request: what was loaded, and what the request did to it. Not for use by several
/// threads at once.
/// </summary>
/// <remarks>
/// Setting a field to the value it has is no change. An object that was read from here and then mutated is one: it is noticed
/// by comparing its encoding with the one taken right after the read, so that a class which does not know a stored property
/// never turns a read into a write. <see cref="Set{T}"/> takes the value as it is at that moment.
/// </remarks>
public sealed class SessionFields
{
    private readonly SessionFieldCodec _codec;
    private readonly Dictionary<string, SessionChange> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackedInstance> _tracked = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, SessionValue> _loaded;
    private bool _cleared;

    /// <summary>Starts with what was loaded.</summary>
    /// <param name="codec">How values are encoded.</param>
    /// <param name="loaded">The fields by name; empty for a new session. Never changed.</param>
    public SessionFields(SessionFieldCodec codec, IReadOnlyDictionary<string, SessionValue> loaded)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(loaded);

        _codec = codec;
        _loaded = loaded;
    }

    /// <summary>Gets the names of the fields as they are after the changes so far.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            TakeMutationsOfDefaults();
            foreach (var name in _cleared ? [] : _loaded.Keys)
            {
                if (!_changes.TryGetValue(name, out var change) || change.Kind != SessionChangeKind.Remove)
                {
                    yield return name;
                }
            }

            foreach (var (name, change) in _changes)
            {
                if (change.Kind != SessionChangeKind.Remove && Loaded(name) is null)
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>Returns whether a field is present; a stored null is.</summary>
    /// <param name="name">The field's name.</param>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        TakeMutationsOfDefaults();
        return _changes.TryGetValue(name, out var change) ? change.Kind != SessionChangeKind.Remove : Loaded(name) is not null;
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
            instance.IsDefault = true;
            _tracked[name] = instance;
        }

        return value;
    }

    /// <summary>Sets a field to a value as it is now.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; bytes are stored as the byte view.</param>
    /// <param name="typeInfo">How the type is serialised; otherwise the codec's options say.</param>
    /// <exception cref="ArgumentException">The name is no valid field name, or DynamoDB cannot hold the value exactly. Nothing is changed.</exception>
    public void Set<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null)
    {
        _codec.ThrowIfInvalidName(name);
        if (value is byte[] bytes)
        {
            SetBytes(name, bytes);
            return;
        }

        var encoded = _codec.Encode(name, value, typeInfo);
        if (_tracked.TryGetValue(name, out var tracked) && !tracked.TryRestart(value))
        {
            _tracked.Remove(name);
        }

        Put(name, encoded);
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

        bytes = Current(name) is { } current ? SessionFieldCodec.ToBytes(current) : null;
        return bytes is not null;
    }

    /// <summary>Sets a field to bytes, as <c>ISession.Set</c> does. They read back bit for bit.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="bytes">The bytes; readable text is stored as text, all else as binary.</param>
    /// <exception cref="ArgumentException">The name is no valid field name.</exception>
    public void SetBytes(string name, ReadOnlySpan<byte> bytes)
    {
        _codec.ThrowIfInvalidName(name);

        if (HasBytes(Current(name), bytes))
        {
            return;
        }

        _tracked.Remove(name);
        Put(name, Loaded(name) is { } loaded && HasBytes(loaded, bytes) ? loaded : _codec.EncodeBytes(name, bytes));
    }

    /// <summary>Removes a field. Removing an absent one is no change.</summary>
    /// <param name="name">The field's name.</param>
    public void Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        _tracked.Remove(name);
        PutAbsent(name);
    }

    /// <summary>Removes all fields, also those that other requests add meanwhile.</summary>
    public void Clear()
    {
        _tracked.Clear();
        _changes.Clear();
        _cleared = _loaded.Count > 0;
    }

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0; reads show what was loaded plus the increments.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="by">What to add; may be negative.</param>
    /// <exception cref="ArgumentException">The name is no valid field name, or the sum has more than 38 digits.</exception>
    /// <exception cref="SessionFieldTypeException">The field is no number.</exception>
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
    /// <exception cref="ArgumentException">The name is no valid field name, or DynamoDB cannot hold the item exactly.</exception>
    /// <exception cref="SessionFieldTypeException">The field is no list.</exception>
    public void Append<T>(string name, T item, JsonTypeInfo<T>? typeInfo = null)
    {
        _codec.ThrowIfInvalidName(name);
        Combine(name, SessionChange.Append(_codec.EncodeItem(name, item, typeInfo)));
    }

    /// <summary>Returns what was changed since the session was loaded, or since changes were last accepted.</summary>
    public SessionChanges GetChanges()
    {
        foreach (var name in _tracked.Keys)
        {
            TakeMutation(name);
        }

        return new SessionChanges(_cleared, new Dictionary<string, SessionChange>(_changes, StringComparer.Ordinal));
    }

    /// <summary>Takes changes as written: they are part of what was loaded from now on.</summary>
    /// <param name="changes">What <see cref="GetChanges"/> returned last; nothing was changed since.</param>
    public void Accept(SessionChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);

        _loaded = changes.ApplyTo(_loaded);
        _changes.Clear();
        _cleared = false;
        foreach (var (name, tracked) in _tracked)
        {
            // A default value that was mutated is stored now.
            tracked.IsDefault &= Loaded(name) is null;
        }
    }

    /// <summary>Goes on from what is stored by now. The changes stay as they are; what they do not touch is read anew.</summary>
    /// <param name="loaded">The fields by name. Never changed.</param>
    public void Rebase(IReadOnlyDictionary<string, SessionValue> loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);

        foreach (var name in _tracked.Keys)
        {
            TakeMutation(name);
        }

        _tracked.Clear();
        _loaded = loaded;
    }

    /// <summary>Takes back what was done to one field since its changes were got.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="changes">What <see cref="GetChanges"/> returned then; nothing was cleared or accepted since.</param>
    public void Revert(string name, SessionChanges changes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(changes);

        _tracked.Remove(name);
        if (changes.Fields.TryGetValue(name, out var change))
        {
            _changes[name] = change;
        }
        else
        {
            _changes.Remove(name);
        }
    }

    /// <summary>Refuses a session that its changes would make too large.</summary>
    /// <param name="changes">What <see cref="GetChanges"/> returned last.</param>
    /// <param name="maxBytes">The most bytes that the fields may have, names included, as DynamoDB counts them.</param>
    /// <exception cref="SessionTooLargeException">The fields have more, and more than before the changes. The message lists the largest.</exception>
    public void ThrowIfTooLarge(SessionChanges changes, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        FieldSizes.ThrowIfLargerThan(maxBytes, before: _loaded, after: changes.ApplyTo(_loaded));
    }

    // A typed field with the same bytes keeps its type: nobody can tell the difference by reading bytes.
    private static bool HasBytes(SessionValue? value, ReadOnlySpan<byte> bytes) =>
        value is not null && bytes.SequenceEqual(SessionFieldCodec.ToBytes(value));

    private SessionValue? Loaded(string name) => _cleared ? null : _loaded.GetValueOrDefault(name);

    private SessionValue? Current(string name)
    {
        TakeMutation(name);
        return _changes.TryGetValue(name, out var change) ? change.ApplyTo(name, Loaded(name)) : Loaded(name);
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
        if (Loaded(name) is null)
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
        if (Loaded(name) is { } loaded && loaded.ContentEquals(after))
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
