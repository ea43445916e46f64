using DynamoSession.AspNetCore.Calls;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>
/// The exclusive requests of this process, in one queue for each session: first come, first served. Only the first in a queue calls the
/// table.
/// </summary>
internal sealed class LeaseQueues(ICallTiming timing, TimeProvider clock)
{
    /// <summary>How many requests may wait behind the first one.</summary>
    public const int MaxWaiting = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<LeasePlace>> _queues = new(StringComparer.Ordinal);

    /// <summary>Gets the number of requests in all queues, for tests.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _queues.Values.Sum(queue => queue.Count);
            }
        }
    }

    /// <summary>Joins the queue for a session.</summary>
    /// <returns>The place, to be disposed; null if too many requests are waiting.</returns>
    public LeasePlace? Join(string id)
    {
        lock (_lock)
        {
            // Its timer does this too, but a test's clock may tell the time without running timers.
            if (_queues.TryGetValue(id, out var queue) && queue[0].HasLeaseEnded)
            {
                queue[0].Dispose();
            }

            if (!_queues.TryGetValue(id, out queue))
            {
                _queues.Add(id, queue = []);
            }
            else if (queue.Count > MaxWaiting)
            {
                return null;
            }

            var place = new LeasePlace(id, Leave, queue.Count > 0 ? queue[0].Pauses : new PollPauses(timing.QueueClock), clock);
            queue.Add(place);
            queue[0].SetFirst();
            return place;
        }
    }

    /// <summary>Leaves a queue. Does nothing if the request has left it already.</summary>
    public void Leave(LeasePlace place)
    {
        lock (_lock)
        {
            if (!_queues.TryGetValue(place.Id, out var queue) || !queue.Remove(place))
            {
                return;
            }

            if (queue.Count > 0)
            {
                queue[0].SetFirst();
            }
            else
            {
                _queues.Remove(place.Id);
            }
        }
    }
}
