using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields.Tracking;

/// <summary>An object that a request has read from the session as a <typeparamref name="T"/> and may mutate.</summary>
internal sealed class TrackedInstance<T> : TrackedInstance
{
    private readonly SessionFieldCodec _codec;
    private readonly string _name;
    private readonly JsonTypeInfo<T>? _typeInfo;

    // The elements at the last check of a list that needs nothing else to tell whether it was mutated; null for other types.
    private ListElements<T>? _elements;

    // The JSON at the last check of an instance of any other type, which costs a third of its encoding; null for a type that is encoded
    // directly. It may contain something that DynamoDB cannot store, for example an empty key that was read from JSON text. Reading that is
    // fine; a change must not be lost silently, but refused.
    private byte[]? _json;

    // The encoding of that JSON, if it has been needed.
    private SessionValue? _encoded;

    // The encoding when the instance became a default value; null if DynamoDB could not store it.
    private SessionValue? _untouched;

    // An encoding that differs every time is not a change. Detecting this takes a second encoding, so it is done only if an unchanged
    // object would otherwise be written again, or create a session.
    private bool _mayBeUnstable;

    private TrackedInstance(SessionFieldCodec codec, string name, T instance, JsonTypeInfo<T>? typeInfo)
    {
        _codec = codec;
        _name = name;
        _typeInfo = typeInfo;
        Instance = instance;
        IsImmutable = ImmutableTypes.Contain(typeof(T)) && instance!.GetType() == typeof(T);
        Capture();
    }

    public override bool IsImmutable { get; }

    public T Instance { get; }

    /// <summary>Returns null if the value can't be mutated or can't be written back.</summary>
    public static TrackedInstance<T>? TryTrack(SessionFieldCodec codec, string name, T? value, JsonTypeInfo<T>? typeInfo)
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>() || value is null or string or Uri)
        {
            return null;
        }

        try
        {
            return new TrackedInstance<T>(codec, name, value, typeInfo);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // A type that can be read but not written: the read must not fail, and there is nothing to write.
            return null;
        }
    }

    public override SessionValue? TakeMutation()
    {
        if (IsImmutable || (_elements is not null && _elements.AreThoseOf(Instance)))
        {
            return null;
        }

        byte[]? json = null;
        if (_json is not null)
        {
            json = _codec.ToJson(_name, Instance, _typeInfo, unless: _json);
            if (json is null)
            {
                return null;
            }
        }

        var encoded = json is null || !_codec.HasJson(_typeInfo) ? _codec.Encode(_name, Instance, _typeInfo) : _codec.EncodeJson(_name, json, _typeInfo);
        if (LastEncoding() is { } last && (encoded.ContentEquals(last) || (_mayBeUnstable && IsUnstable(last, encoded))))
        {
            return null;
        }

        _elements = ListElements<T>.Of(Instance);
        _json = _codec.HasJson(_typeInfo) ? json : null;
        _encoded = encoded;
        return encoded;
    }

    public override void MarkAsTaken() => _mayBeUnstable = true;

    public override void MarkAsDefault()
    {
        IsDefault = true;
        if (IsImmutable)
        {
            return;
        }

        _untouched = LastEncoding();
        _mayBeUnstable = _untouched is not null && !_codec.Encode(_name, Instance, _typeInfo).ContentEquals(_untouched);
    }

    public override bool IsUntouched(SessionValue encoding) => IsDefault && _untouched is not null && encoding.ContentEquals(_untouched);

    public override bool TryRestart(object? value)
    {
        if (!ReferenceEquals(value, Instance))
        {
            return false;
        }

        IsDefault = false;

        // Not the encoding that was set: it may be that of a base type, and every check would then find a difference.
        Capture();
        return true;
    }

    private void Capture()
    {
        (_json, _encoded) = (null, null);
        _elements = ListElements<T>.Of(Instance);
        if (IsImmutable || _elements is not null)
        {
            return;
        }

        if (!_codec.HasJson(_typeInfo))
        {
            try
            {
                _encoded = _codec.Encode(_name, Instance, _typeInfo);
                return;
            }
            catch (ArgumentException)
            {
                // It can't be stored, but a change of it must not be lost either.
            }
        }

        _json = _codec.ToJson(_name, Instance, _typeInfo);
    }

    /// <returns>The encoding at the last check; null if DynamoDB cannot store it.</returns>
    private SessionValue? LastEncoding()
    {
        try
        {
            if (_encoded is null && _elements is not null)
            {
                _encoded = _codec.Encode(_name, _elements.ToList(), _typeInfo);
            }
            else if (_encoded is null && _json is not null && _codec.HasJson(_typeInfo))
            {
                _encoded = _codec.EncodeJson(_name, _json, _typeInfo);
            }
        }
        catch (ArgumentException)
        {
            return null;
        }

        return _encoded;
    }

    /// <summary>
    /// Returns whether the encoding differs from the last one only in parts that differ every time, for example a property that is
    /// computed from the clock.
    /// </summary>
    private bool IsUnstable(SessionValue last, SessionValue encoded) =>
        UnstableValue.DiffersOnlyWhereUnstable(last, encoded, _codec.Encode(_name, Instance, _typeInfo));
}
