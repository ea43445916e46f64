namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>An array of bytes is the byte view, as it is for ISession.</summary>
internal sealed class ByteArrayCodec : PrimitiveCodec<byte[]?>
{
    public override SessionValue Encode(string field, byte[]? value) => value is null ? DynamoDbJson.Null : ByteView.Encode(value);

    public override bool TryDecode(SessionValue value, out byte[]? result)
    {
        result = value.Kind == SessionValueKind.Null ? null : ByteView.Decode(value);
        return true;
    }
}
