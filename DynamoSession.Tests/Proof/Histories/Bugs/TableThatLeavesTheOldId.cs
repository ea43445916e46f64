using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Gives a session a new id and lets it go on under the old one too.</summary>
internal sealed class TableThatLeavesTheOldId(ISessionTable table) : TableWithBug(table)
{
    public override Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        Task.FromResult(SessionWriteStatus.Applied);
}
