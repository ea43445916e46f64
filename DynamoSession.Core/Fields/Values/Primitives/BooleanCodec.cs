using System.Text.Json;

namespace DynamoSession.Core.Fields.Values.Primitives;

internal sealed class BooleanCodec : PrimitiveCodec<bool>
{
    public override SessionValue Encode(string field, bool value) => value ? DynamoDbJson.True : DynamoDbJson.False;

    public override bool TryDecode(SessionValue value, out bool result)
    {
        var isBoolean = value.Kind == SessionValueKind.Boolean;
        result = isBoolean && DynamoDbJson.ContentOf(value).TokenType == JsonTokenType.True;
        return isBoolean;
    }
}
