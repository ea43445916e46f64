using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>How another package derives an item's key from a session id.</summary>
/// <param name="Attribute">The partition key.</param>
/// <param name="Prefix">The prefix of the id.</param>
internal sealed record LegacyKey(string Attribute, string Prefix)
{
    private const int MaxBytes = 2048;

    /// <returns>The key; <see langword="null"/> if it cannot be a key in DynamoDB, so that there is no such record.</returns>
    public string? ValueOf(string id)
    {
        var key = Prefix + id;
        return id.Length > 0 && Utf16.IsWellFormed(key) && Encoding.UTF8.GetByteCount(key) <= MaxBytes ? key : null;
    }

    /// <returns>The session id of a scanned record; <see langword="null"/> if its key does not match.</returns>
    public string? IdIn(IReadOnlyDictionary<string, SessionValue> item)
    {
        if (!item.TryGetValue(Attribute, out var value) || value.Kind != SessionValueKind.String)
        {
            return null;
        }

        var key = Encoding.UTF8.GetString(DynamoDbJson.Scalar(value));
        return key.Length > Prefix.Length && key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : null;
    }
}
