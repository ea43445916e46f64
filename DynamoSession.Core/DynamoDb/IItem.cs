using DynamoSession.Core.Fields;

namespace DynamoSession.Core.DynamoDb;

/// <summary>The attributes of an item, in whatever form DynamoDB's response has. Those that are missing or have another type are <see langword="null"/>.</summary>
internal interface IItem
{
    IEnumerable<string> Names { get; }

    bool Contains(string name);

    string? Text(string name);

    decimal? Number(string name);

    bool? Boolean(string name);

    ReadOnlyMemory<byte>? Binary(string name);

    /// <summary>Returns whether there is a Map of that name.</summary>
    bool HasMap(string name);

    /// <returns>The attributes in a Map.</returns>
    IItem? Map(string name);

    /// <returns>The values in a Map by name; <see langword="null"/> also if one of them is not valid.</returns>
    IReadOnlyDictionary<string, SessionValue>? Fields(string name);

    /// <summary>Returns the item's size in bytes, as DynamoDB counts it; approximately, if DynamoDB could not store it.</summary>
    long GetSize();
}
