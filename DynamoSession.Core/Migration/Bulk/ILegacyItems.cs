using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Understands the items of one old store.</summary>
internal interface ILegacyItems
{
    /// <summary>Gets which of the old stores it is, see <see cref="LegacyStoreNames"/>.</summary>
    string Store { get; }

    /// <summary>Gets what differs from other readers of the same store, for the checkpoint.</summary>
    string Description { get; }

    /// <summary>Gets the attributes of which one is the table's key.</summary>
    IReadOnlyList<string> KeyAttributes { get; }

    /// <returns>The session's id, null when the key is none of the store's; and what is in the item, null when it is not of the store.</returns>
    (string? Id, LegacySessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now);
}
