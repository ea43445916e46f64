using System.Text.Json.Serialization.Metadata;

namespace DynamoSession.Tests.Support;

/// <summary>Something that keeps fields: the codec alone, a session in memory, a session over DynamoDB.</summary>
public interface IValueGridTarget
{
    void Set<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null);

    T? Get<T>(string name, JsonTypeInfo<T>? typeInfo = null);

    void SetBytes(string name, byte[] value);

    byte[]? GetBytes(string name);
}
