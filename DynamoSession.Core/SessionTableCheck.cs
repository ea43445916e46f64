using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core;

/// <summary>Checks a table in DynamoDB with the client that its sessions use.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its TTL attribute.</param>
internal sealed class SessionTableCheck(IAmazonDynamoDB dynamoDb, SessionTableOptions options)
{
    /// <inheritdoc cref="TableAdministration.AbsentId"/>
    public const string AbsentId = TableAdministration.AbsentId;

    private readonly TableAdministration _administration = new(dynamoDb, options);

    public string TableName => options.TableName;

    /// <summary>Compares a clock with DynamoDB's in the responses to the client's calls, until the result is disposed.</summary>
    public ServerClock CompareClocks(TimeProvider clock) => new(dynamoDb, clock);

    /// <summary>Checks the table's time to live, as far as the role and the endpoint allow it. A failed call is a finding, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<TimeToLiveCheck> CheckTimeToLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var description = await _administration.FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
            return TableShape.FindWrongTimeToLive(description, options) is { } wrong ? new(IsOn: false, wrong)
                : TableShape.IsTimeToLiveOn(description) ? new(IsOn: true, Finding: null)
                : new(IsOn: false, $"Table '{TableName}' has no time to live, so the items of ended sessions are never deleted. Enable it on '{options.ExpiresAttribute}'.");
        }
        catch (SessionStoreException exception)
        {
            return new(IsOn: null, exception.IsOperationUnknown ? "The endpoint does not support time to live." : exception.Message) { IsTemporary = exception.IsTransient };
        }
    }
}
