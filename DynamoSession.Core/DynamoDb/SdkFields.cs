using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Fields;

namespace DynamoSession.Core.DynamoDb;

/// <summary>The fields of a session as returned by the SDK. A field is converted when it is used. Thread-safe.</summary>
/// <param name="attributes">The fields, all of which are valid.</param>
internal sealed class SdkFields(Dictionary<string, AttributeValue> attributes) : IReadOnlyDictionary<string, SessionValue>
{
    private readonly Dictionary<string, SessionValue> _converted = new(StringComparer.Ordinal);

    public int Count => attributes.Count;

    public IEnumerable<string> Keys => attributes.Keys;

    public IEnumerable<SessionValue> Values => attributes.Keys.Select(name => this[name]);

    public SessionValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("The session has no such field.");

    public bool ContainsKey(string key) => attributes.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out SessionValue value)
    {
        lock (_converted)
        {
            if (_converted.TryGetValue(key, out value))
            {
                return true;
            }

            if (!attributes.TryGetValue(key, out var attribute))
            {
                return false;
            }

            value = AttributeValueJson.ToSessionValue(attribute);
            _converted.Add(key, value);
            return true;
        }
    }

    public IEnumerator<KeyValuePair<string, SessionValue>> GetEnumerator() => attributes.Keys.Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
