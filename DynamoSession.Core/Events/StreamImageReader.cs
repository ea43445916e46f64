using System.Runtime.InteropServices;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Events;

/// <summary>Reads an item from a stream record, with the same meaning as if it were loaded from the table.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class StreamImageReader(RecordAttributes attributes)
{
    private readonly ItemReader _items = new(attributes);
    private readonly string[] _names = [.. RecordAttributes.Fixed, attributes.Fields, attributes.Expires];

    /// <exception cref="SessionEventException">An attribute is not valid DynamoDB JSON, or the item has a format that this version does not know.</exception>
    public StreamImage Read(StreamElement image)
    {
        // Attributes that this version does not know are of no concern, even if they are malformed.
        var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (var name in _names)
        {
            if (image.Find(name) is { } attribute)
            {
                item[name] = ReadValue(attribute);
            }
        }

        var stored = _items.Read(item) ?? StoredRecord.Unreadable;
        if (stored.Format > RecordLimits.Format)
        {
            throw image.Error(
                $"has format {stored.Format}, and this version of DynamoSession knows formats up to {RecordLimits.Format}; upgrade DynamoSession where the events are read");
        }

        return new StreamImage(stored, item.GetValueOrDefault(RecordAttributes.Dead)?.S);
    }

    public static AttributeValue ReadValue(StreamElement value)
    {
        try
        {
            var json = JsonMarshal.GetRawUtf8Value(value.Json).ToArray();
            return AttributeValueJson.ToAttributeValue(SessionValue.FromDynamoDbJson(json));
        }
        catch (FormatException)
        {
            throw value.Error("isn't valid DynamoDB JSON");
        }
    }
}
