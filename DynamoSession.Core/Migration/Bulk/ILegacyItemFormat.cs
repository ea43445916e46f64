using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Interprets the items of one legacy store.</summary>
internal interface ILegacyItemFormat
{
    /// <summary>Gets the legacy store, see <see cref="LegacyStoreNames"/>.</summary>
    string Store { get; }

    /// <summary>Gets the settings that distinguish it from other formats of the same store, for the checkpoint.</summary>
    string Description { get; }

    /// <summary>Gets the possible key attributes, one of which the table uses.</summary>
    IReadOnlyList<string> KeyAttributes { get; }

    /// <returns>The session's id, null if the key is not one of the store's; and the session, null if the store did not write the item.</returns>
    (string? Id, LegacySessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now);
}
