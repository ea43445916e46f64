namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>Always writes a B. Reads an S too, because the byte view stores some bytes as text.</summary>
internal sealed class BinaryCodec : PrimitiveCodec<ReadOnlyMemory<byte>>
{
    public override SessionValue Encode(string field, ReadOnlyMemory<byte> value) => DynamoDbJson.Binary(value.Span);

    public override bool TryDecode(SessionValue value, out ReadOnlyMemory<byte> result)
    {
        var isReadable = value.Kind is SessionValueKind.Binary or SessionValueKind.String;
        result = isReadable ? ByteView.Decode(value) : default(ReadOnlyMemory<byte>);
        return isReadable;
    }
}
