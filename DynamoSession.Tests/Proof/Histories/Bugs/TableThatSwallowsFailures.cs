using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Says that a commit succeeded when it has failed.</summary>
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
