
namespace DynamoSession.AspNetCore.Identity;

/// <summary>How a log names a session: enough to follow one through it, too little to find its record by.</summary>
/// <param name="tableId">The id by which the table knows the session. It never becomes text itself.</param>
/// <param name="identity">What makes a public id of it.</param>
internal readonly struct SessionTag(string tableId, ISessionIdentity identity)
{
    private const int Length = 8;

    public override string ToString() => identity.PublicIdOf(tableId)[..Length];
}
