using DynamoSession.Core.Records;
using DynamoSession.Core.Users;

namespace DynamoSession.Core;

// What each operation does, under the lock.
public sealed partial class InMemorySessionTable
{
    private SessionLoadResult Load(string id, long now) => RecordState.ToLoadResult(_records.GetValueOrDefault(id), id, now);

    private SessionWriteStatus Create(SessionCreation creation, long now)
    {
        if (RecordState.RefusalOfCreate(_records.GetValueOrDefault(creation.Id), creation, now) is { } refusal)
        {
            return refusal;
        }

        var binding = Bind(UserBindingRequest.Of(creation), now);
        if (binding.Refusal is { } unbound)
        {
            return unbound;
        }

        creation.BoundAt = binding.At;
        Put(creation.Id, RecordWrites.Create(creation, binding.Since, now));
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus Commit(SessionCommit commit, long now)
    {
        var id = commit.Loaded.Id;
        var stored = _records.GetValueOrDefault(id);
        var refusal = RecordState.RefusalOfCommit(stored, commit, now);
        if (commit.Progress.IsApplied)
        {
            // Its token may have been removed since.
            return SessionWriteStatus.AlreadyApplied;
        }

        if (refusal is { } reason)
        {
            return reason;
        }

        var binding = Bind(UserBindingRequest.Of(commit), now);
        if (binding.Refusal is { } unbound)
        {
            return unbound;
        }

        Put(id, RecordWrites.Commit(stored!, commit, binding.Since, now));
        commit.Progress.Applied();
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus Touch(string id, TimeSpan? idleTimeout, long expires, long now)
    {
        var stored = _records.GetValueOrDefault(id);
        if (RecordState.RefusalOfTouch(stored, expires, now) is { } refusal)
        {
            return refusal;
        }

        if (!stored!.HasIdleTimeout(idleTimeout))
        {
            return SessionWriteStatus.Conflict;
        }

        _records[id] = stored with { Expires = expires };
        return SessionWriteStatus.Applied;
    }

    private bool Destroy(string id, long now)
    {
        var next = id;
        while (_records.GetValueOrDefault(next) is { } stored)
        {
            if (!stored.IsTombstone)
            {
                _records[next] = RecordWrites.SignOut(stored, now);
                return true;
            }

            if (stored.Successor is not { } successor)
            {
                return false;
            }

            next = successor;
        }

        return false;
    }

    private SessionWriteStatus Fence(SessionFence fence, long now)
    {
        var stored = _records.GetValueOrDefault(fence.Id);
        if (RecordState.RefusalOfFence(stored, fence, now) is { } refusal)
        {
            return refusal;
        }

        if (stored!.Version != fence.Version || RecordState.HasLostLease(stored, fence.Lease))
        {
            return SessionWriteStatus.Conflict;
        }

        _records[fence.Id] = RecordWrites.Fence(stored, fence, now);
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus DetachOrigin(string id, long now)
    {
        var stored = _records.GetValueOrDefault(id);
        if (RecordState.RefusalOfDetach(stored, now) is { } refusal)
        {
            return refusal;
        }

        _records[id] = stored! with { Origin = OriginValues.Complete(stored.Origin!, now) };
        return SessionWriteStatus.Applied;
    }

    private SessionLoadResult Acquire(SessionLease lease, long now)
    {
        var stored = _records.GetValueOrDefault(lease.Id);
        var isFree = RecordState.OfLoaded(stored, now) == SessionLoadStatus.Live && RecordState.IsFree(stored!, now);
        if (isFree)
        {
            stored = RecordWrites.Acquire(stored!, lease, now);
            _records[lease.Id] = stored;
        }

        return RecordState.OfAcquired(stored, lease, isFree, now);
    }

    private bool Release(SessionLease lease)
    {
        if (_records.GetValueOrDefault(lease.Id) is not { } stored || stored.LeaseOwner != lease.Owner)
        {
            return false;
        }

        _records[lease.Id] = RecordWrites.Release(stored);
        return true;
    }

    private void Put(string id, StoredRecord record)
    {
        if (ItemSize.Of(Options.KeyPrefix + id, record, Attributes) > RecordLimits.MaxItemBytes)
        {
            throw new SessionTooLargeException(ItemSize.Describe(Name, record.Fields!));
        }

        _records[id] = record;
    }
}
