namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>Bytes that are meant as bytes: always a B. Reads text too, because the byte view writes some bytes as text.</summary>
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
