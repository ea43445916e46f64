using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Treats an ended id as one that was never issued, so that a late request starts a new session.</summary>
internal sealed class TableThatMints(ISessionTable table) : TableWithBug(table)
{
    public override async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        var result = await base.LoadAsync(id, consistentRead, cancellationToken);
        return result.Status == SessionLoadStatus.Dead ? SessionLoadResult.None(SessionLoadStatus.Missing) : result;
    }
}
