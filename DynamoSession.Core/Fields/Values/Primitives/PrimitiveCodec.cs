namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>Encodes a type that needs no serializer.</summary>
internal abstract class PrimitiveCodec<T>
{
    /// <exception cref="ArgumentException">DynamoDB cannot keep the value as it is.</exception>
    public abstract SessionValue Encode(string field, T value);

    /// <returns>Whether the value can be read as this type.</returns>
    public abstract bool TryDecode(SessionValue value, out T? result);
}
