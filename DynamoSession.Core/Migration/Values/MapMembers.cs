using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Splits a Map into its members.</summary>
internal static class MapMembers
{
    /// <param name="map">A value of kind <see cref="SessionValueKind.Map"/>.</param>
    /// <returns>The members by name, as slices of the same bytes.</returns>
    public static Dictionary<string, SessionValue> Of(SessionValue map)
    {
        var members = new Dictionary<string, SessionValue>(StringComparer.Ordinal);
        var reader = DynamoDbJson.ContentOf(map);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members[name] = SessionValue.FromTrustedJson(map.Utf8Json[start..(int)reader.BytesConsumed]);
        }

        return members;
    }
}
