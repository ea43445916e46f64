using System.Text;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values.Primitives;

internal sealed class TextCodec : PrimitiveCodec<string?>
{
    public override SessionValue Encode(string field, string? value)
    {
        if (value is null)
        {
            return DynamoDbJson.Null;
        }

        return Utf16.IsWellFormed(value) ? DynamoDbJson.Text(Encoding.UTF8.GetBytes(value)) : throw FieldErrors.LoneSurrogate(field);
    }

    public override bool TryDecode(SessionValue value, out string? result)
    {
        result = null;
        switch (value.Kind)
        {
            case SessionValueKind.Null:
                return true;
            case SessionValueKind.String:
                result = DynamoDbJson.ContentOf(value).GetString();
                return true;
            case SessionValueKind.Binary when ByteView.Decode(value) is var bytes && Utf8.IsValid(bytes):
                result = Encoding.UTF8.GetString(bytes);
                return true;
            default:
                return false;
        }
    }
}
