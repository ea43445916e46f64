using DynamoSession.Core.Records;

namespace DynamoSession.Core.Directory;

/// <summary>An item that a scan has found, without the fields of the session.</summary>
/// <param name="Id">The key without its prefix: the public id of a session, or the key of a user.</param>
/// <param name="Stored">What its attributes say.</param>
internal sealed record ScannedItem(string Id, StoredRecord Stored);
