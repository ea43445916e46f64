using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Users;

/// <summary>Finds the sessions of a user: those that were bound lately in the user's item, the others in the index.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class UserSessionIds(IAmazonDynamoDB dynamoDb, SessionTableOptions options, CallCapacity capacity)
{
    private readonly UserIndex _index = new(dynamoDb, options, capacity);

    /// <summary>
    /// Returns the public ids of the user's sessions, each once: first a page of those in the user's item, then those in the index, the last
    /// created first. Some may have ended, or may not exist yet.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> ListAsync(
        string userId, UserRecord user, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        yield return [.. user.Registrations.Select(registration => registration.SessionId).Where(seen.Add)];

        await foreach (var page in _index.QueryAsync(userId, pageSize, cancellationToken).ConfigureAwait(false))
        {
            yield return [.. page.Where(seen.Add)];
        }
    }
}
