using System.Collections.Concurrent;
using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>Forwards late requests from a renewed id to the new one.</summary>
internal sealed class TableThatForwards(ISessionTable table) : TableWithBug(table)
{
    private readonly ConcurrentDictionary<long, string> _copies = new();
    private readonly ConcurrentDictionary<string, string> _newIds = new();

    public override async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        var result = await base.LoadAsync(id, consistentRead, cancellationToken);
        return result.Status == SessionLoadStatus.Dead && _newIds.TryGetValue(id, out var newId)
            ? await base.LoadAsync(newId, consistentRead, cancellationToken)
            : result;
    }

    public override Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
    {
        _copies[creation.Version] = creation.Id;
        return base.CreateAsync(creation, cancellationToken);
    }

    public override async Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken)
    {
        var status = await base.FenceAsync(fence, cancellationToken);
        if (status == SessionWriteStatus.Applied && _copies.TryGetValue(fence.Version + 1, out var copy))
        {
            _newIds[fence.Id] = copy;
        }

        return status;
    }
}
