using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Fields;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An item as returned by the SDK.</summary>
/// <param name="attributes">The attributes.</param>
internal sealed class SdkItem(Dictionary<string, AttributeValue> attributes) : IItem
{
    /// <returns>The item; <see langword="null"/> if the SDK returned none.</returns>
    public static SdkItem? Of(Dictionary<string, AttributeValue>? attributes) => attributes is null or { Count: 0 } ? null : new(attributes);

    public IEnumerable<string> Names => attributes.Keys;

    public bool Contains(string name) => attributes.ContainsKey(name);

    public string? Text(string name) => attributes.GetValueOrDefault(name)?.S;

    public decimal? Number(string name) =>
        decimal.TryParse(attributes.GetValueOrDefault(name)?.N, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool? Boolean(string name) => attributes.GetValueOrDefault(name)?.BOOL;

    public ReadOnlyMemory<byte>? Binary(string name) => attributes.GetValueOrDefault(name)?.B is { } bytes ? (ReadOnlyMemory<byte>?)bytes.ToArray() : null;

    public bool HasMap(string name) => Members(name) is not null;

    public IItem? Map(string name) => Members(name) is { } members ? new SdkItem(members) : null;

    public IReadOnlyDictionary<string, SessionValue>? Fields(string name) =>
        Members(name) is { } members && members.Values.All(static value => AttributeValueJson.IsValid(value)) ? new SdkFields(members) : null;

    public long GetSize() => attributes.Sum(static attribute => (long)Encoding.UTF8.GetByteCount(attribute.Key) + SizeOf(attribute.Value));

    private Dictionary<string, AttributeValue>? Members(string name) =>
        attributes.GetValueOrDefault(name) is { IsMSet: true, M: { } members } ? members : null;

    private static int SizeOf(AttributeValue value)
    {
        try
        {
            return AttributeValueJson.ToSessionValue(value).GetSize();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Not a value of DynamoDB's, as some proxy or decorator may return it: it must not fail the call that it came with.
            return 0;
        }
    }
}
