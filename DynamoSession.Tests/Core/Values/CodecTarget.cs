using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Values;

/// <summary>The codec alone, with a dictionary for a table.</summary>
internal sealed class CodecTarget : IValueGridTarget
{
    private readonly SessionFieldCodec _codec = new(SessionFieldCodec.CreateDefaultOptions());
    private readonly Dictionary<string, SessionValue> _fields = new(StringComparer.Ordinal);

    public SessionValue this[string name] => _fields[name];

    public void Set<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null)
    {
        FieldName.ThrowIfInvalid(name);
        _fields[name] = _codec.Encode(name, value, typeInfo);
    }

    public T? Get<T>(string name, JsonTypeInfo<T>? typeInfo = null) => _codec.Decode(name, _fields[name], typeInfo);

    public void SetBytes(string name, byte[] value)
    {
        FieldName.ThrowIfInvalid(name);
        _fields[name] = SessionFieldCodec.FromBytes(value);
    }

    public byte[]? GetBytes(string name) => SessionFieldCodec.ToBytes(_fields[name]);
}
