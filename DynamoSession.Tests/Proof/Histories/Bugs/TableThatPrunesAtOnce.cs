using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Makes every loaded token look outdated, so that the next commit removes it.</summary>
internal sealed class TableThatPrunesAtOnce(ISessionTable table) : TableWithBug(table)
{
    public override async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        var result = await base.LoadAsync(id, consistentRead, cancellationToken);
        return result.Record is not { } record ? result : SessionLoadResult.Live(new SessionRecord
        {
            Id = record.Id,
            Fields = record.Fields,
            Version = record.Version,
            CreatedAt = record.CreatedAt,
            ExpiresAt = record.ExpiresAt,
            AbsoluteExpiresAt = record.AbsoluteExpiresAt,
            IdleTimeout = record.IdleTimeout,
            UserId = record.UserId,
            CommitTokens = record.CommitTokens.ToDictionary(token => token.Key, _ => 0L),
        });
    }
}
