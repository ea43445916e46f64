
namespace DynamoSession.AspNetCore.Identity;

/// <summary>A session's short name in logs: enough to follow it through a log, but not enough to find its record.</summary>
/// <param name="tableId">The id under which the table stores the session. It is never logged itself.</param>
/// <param name="identity">Derives the public id from it.</param>
internal readonly struct SessionTag(string tableId, ISessionIdentity identity)
{
    private const int Length = 8;

    public override string ToString() => identity.PublicIdOf(tableId)[..Length];
}
