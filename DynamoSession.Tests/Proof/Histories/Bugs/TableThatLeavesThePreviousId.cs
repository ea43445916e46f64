using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Renews a session but leaves it live under its previous id too.</summary>
internal sealed class TableThatLeavesThePreviousId(ISessionTable table) : TableWithBug(table)
{
    public override Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        Task.FromResult(SessionWriteStatus.Applied);
}
