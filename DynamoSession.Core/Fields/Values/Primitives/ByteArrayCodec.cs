namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>Reads and writes a byte array through the byte view, like ISession does.</summary>
internal sealed class ByteArrayCodec : PrimitiveCodec<byte[]?>
{
    public override SessionValue Encode(string field, byte[]? value) => value is null ? DynamoDbJson.Null : ByteView.Encode(value);

    public override bool TryDecode(SessionValue value, out byte[]? result)
    {
        result = value.Kind == SessionValueKind.Null ? null : ByteView.Decode(value);
        return true;
    }
}
