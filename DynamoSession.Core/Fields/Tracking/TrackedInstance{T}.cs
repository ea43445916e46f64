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
    private SessionValue? _encoded;

    // Compared with instead, as long as the instance has no encoding: an object that was read from JSON text may contain something that
    // DynamoDB cannot store, for example an empty key. Reading it is fine; a change must not be lost silently, but refused.
    private byte[]? _json;

    // An encoding that differs every time is not a change. Detecting this takes a second encoding, so it is done only if an unchanged
    // object would otherwise be written again, or create a session.
    private bool _mayBeUnstable;

    private TrackedInstance(SessionFieldCodec codec, string name, T instance, JsonTypeInfo<T>? typeInfo)
    {
        _codec = codec;
        _name = name;
        _typeInfo = typeInfo;
        Instance = instance;
        try
        {
            FirstEncoding = codec.Encode(name, instance, typeInfo);
            _encoded = FirstEncoding;
        }
        catch (ArgumentException)
        {
            _json = codec.ToJson(name, instance, typeInfo).ToArray();
        }
    }

    public T Instance { get; }

    public override SessionValue? FirstEncoding { get; }

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
        if (_json is not null && _codec.ToJson(_name, Instance, _typeInfo).SequenceEqual(_json))
        {
            return null;
        }

        var encoded = _codec.Encode(_name, Instance, _typeInfo);
        if (_encoded is not null && (encoded.ContentEquals(_encoded) || (_mayBeUnstable && IsUnstable(_encoded, encoded))))
        {
            return null;
        }

        _json = null;
        _encoded = encoded;
        return encoded;
    }

    public override void MarkAsTaken() => _mayBeUnstable = true;

    public override void MarkAsDefault()
    {
        IsDefault = true;
        _mayBeUnstable = _encoded is not null && !_codec.Encode(_name, Instance, _typeInfo).ContentEquals(_encoded);
    }

    public override bool TryRestart(object? value)
    {
        if (!ReferenceEquals(value, Instance))
        {
            return false;
        }

        IsDefault = false;
        _json = null;

        // Not the encoding that was set: it may be that of a base type, and every check would then find a difference.
        _encoded = _codec.Encode(_name, Instance, _typeInfo);
        return true;
    }

    /// <summary>
    /// Returns whether the encoding differs from the last one only in parts that differ every time, for example a property that is
    /// computed from the clock.
    /// </summary>
    private bool IsUnstable(SessionValue last, SessionValue encoded) =>
        UnstableValue.DiffersOnlyWhereUnstable(last, encoded, _codec.Encode(_name, Instance, _typeInfo));
}
