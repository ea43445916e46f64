using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Reports success for a commit that failed.</summary>
internal sealed class TableThatSwallowsFailures(ISessionTable table) : TableWithBug(table)
{
    public override async Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await base.CommitAsync(commit, cancellationToken);
        }
        catch (SessionStoreException)
        {
            return SessionWriteStatus.Applied;
        }
    }
}
