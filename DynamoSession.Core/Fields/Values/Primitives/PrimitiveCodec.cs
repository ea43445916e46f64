namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>Reads and writes a type that needs no serializer.</summary>
internal abstract class PrimitiveCodec<T>
{
    /// <exception cref="ArgumentException">DynamoDB cannot store the value unchanged.</exception>
    public abstract SessionValue Encode(string field, T value);

    /// <returns>Whether the value can be read as the type.</returns>
    public abstract bool TryDecode(SessionValue value, out T? result);
}
