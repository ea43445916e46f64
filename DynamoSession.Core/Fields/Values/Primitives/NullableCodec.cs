namespace DynamoSession.Core.Fields.Values.Primitives;

internal sealed class NullableCodec<T>(PrimitiveCodec<T> codec) : PrimitiveCodec<T?>
    where T : struct
{
    public override SessionValue Encode(string field, T? value) => value is { } present ? codec.Encode(field, present) : DynamoDbJson.Null;

    public override bool TryDecode(SessionValue value, out T? result)
    {
        result = null;
        if (value.Kind == SessionValueKind.Null)
        {
            return true;
        }

        if (!codec.TryDecode(value, out var present))
        {
            return false;
        }

        result = present;
        return true;
    }
}
