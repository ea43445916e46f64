using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Fields;

/// <summary>
/// The fields of one session during one request: as they were loaded, and the request's changes. Changes are taken in order to write
/// them (<see cref="TakeChanges"/>); changes made during the write are left for the next one.
/// </summary>
/// <remarks>
/// <para>
/// Setting a field to its current value is not a change. Mutating an object that was read is a change: it is detected by comparing the
/// object's encoding with the one right after the read, so that a class that does not know a stored property never turns a read into a
/// write. <see cref="Set{T}"/> captures the value at the time of the call.
/// </para>
/// <para>
/// All members are thread-safe, because a write may end on another thread while fields are being changed. The objects that were read
/// belong to the caller: mutating one while changes are being taken is not safe.
/// </para>
/// </remarks>
public sealed partial class SessionFields
{
    // Shared by all sessions that have no changes or read no objects, which are most. Nothing is ever put there.
    private static readonly Dictionary<string, SessionChange> NoChanges = [];
    private static readonly Dictionary<string, TrackedInstance> NothingTracked = [];

    private readonly SessionFieldCodec _codec;
    private readonly object _lock;

    private Dictionary<string, SessionChange> _changes = NoChanges;
    private Dictionary<string, TrackedInstance> _tracked = NothingTracked;

    // The stored fields, provided that the changes taken are stored.
    private IReadOnlyDictionary<string, SessionValue> _stored;
    private SessionChanges? _taken;
    private IReadOnlyDictionary<string, SessionValue>? _storedBeforeTaken;
    private bool _cleared;

    // Only then can other requests have added fields.
    private bool _isStored;

    /// <summary>Creates the fields of a session.</summary>
    /// <param name="codec">Encodes and decodes values.</param>
    /// <param name="loaded">The stored fields by name, which are not modified; <see langword="null"/> for a session that is not stored.</param>
    public SessionFields(SessionFieldCodec codec, IReadOnlyDictionary<string, SessionValue>? loaded)
        : this(codec, loaded, new object())
    {
    }

    /// <param name="codec">Encodes and decodes values.</param>
    /// <param name="loaded">The stored fields by name; <see langword="null"/> for a session that is not stored.</param>
    /// <param name="owner">What the fields are part of, which is their lock.</param>
    internal SessionFields(SessionFieldCodec codec, IReadOnlyDictionary<string, SessionValue>? loaded, object owner)
    {
        ArgumentNullException.ThrowIfNull(codec);

        _lock = owner;
        _codec = codec;
        _isStored = loaded is not null;
        _stored = loaded ?? ReadOnlyDictionary<string, SessionValue>.Empty;
    }

    /// <summary>Gets the names of the fields after the changes so far.</summary>
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

    /// <summary>Returns whether a field is present; a field that contains null is present.</summary>
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

    /// <summary>Reads a field. Reading it again as the same type returns the same instance.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value, if the field is present.</param>
    /// <param name="typeInfo">How the type is serialized; null for the codec's options.</param>
    /// <returns>Whether the field is present; a field that contains null is present.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. It is left unchanged.</exception>
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
                Track(name, instance);
            }

            return true;
        }
    }

    /// <summary>
    /// Reads a field, or creates its default value if it is absent. That is not a change, but mutating the value is: it sets the field.
    /// Reading it again as the same type returns the same instance.
    /// </summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="createDefault">Returns the default value.</param>
    /// <param name="typeInfo">How the type is serialized; null for the codec's options.</param>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. It is left unchanged.</exception>
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
                Track(name, instance);
            }

            return value;
        }
    }

    /// <summary>Sets a field to a value, captured now.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; bytes are stored through the byte view.</param>
    /// <param name="typeInfo">How the type is serialized; null for the codec's options.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name, or DynamoDB cannot store the value exactly. Nothing is changed.</exception>
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

    /// <summary>Removes a field. Removing an absent field is not a change.</summary>
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

    /// <summary>Removes all fields, including those that other requests add meanwhile. On a session that is not stored, that is not a change.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _tracked.Clear();
            _changes.Clear();
            _cleared = _isStored || _stored.Count > 0;
        }
    }

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

        if (tracked.IsUntouched(mutated))
        {
            // The mutation was undone, so the field is absent again.
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
            PutChange(name, SessionChange.Remove);
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
            PutChange(name, change);
        }
    }

    private void PutChange(string name, SessionChange change)
    {
        _changes = ReferenceEquals(_changes, NoChanges) ? new(StringComparer.Ordinal) : _changes;
        _changes[name] = change;
    }

    private void Track(string name, TrackedInstance instance)
    {
        _tracked = ReferenceEquals(_tracked, NothingTracked) ? new(StringComparer.Ordinal) : _tracked;
        _tracked[name] = instance;
    }
}
