namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>Like <see cref="BinaryCodec"/>, for writable memory; every read returns a new copy.</summary>
internal sealed class WritableBinaryCodec : PrimitiveCodec<Memory<byte>>
{
    public override SessionValue Encode(string field, Memory<byte> value) => DynamoDbJson.Binary(value.Span);

    public override bool TryDecode(SessionValue value, out Memory<byte> result)
    {
        var isReadable = value.Kind is SessionValueKind.Binary or SessionValueKind.String;
        result = isReadable ? ByteView.Decode(value) : default(Memory<byte>);
        return isReadable;
    }
}
