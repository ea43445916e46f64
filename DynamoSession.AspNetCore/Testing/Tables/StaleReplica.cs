using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Testing.Tables;

/// <summary>A replica that has stopped to follow: it knows what has been written since as it was before.</summary>
internal sealed class StaleReplica
{
    private readonly Dictionary<string, SessionLoadResult> _before = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Takes what a session is before it is written, unless it has been written before.</summary>
    public void Keep(string id, SessionLoadResult before)
    {
        lock (_lock)
        {
            _before.TryAdd(id, before);
        }
    }

    /// <summary>Returns what a session was; null when it has not been written since.</summary>
    public SessionLoadResult? Find(string id, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _before.GetValueOrDefault(id) switch
            {
                { Record.ExpiresAt: var end } when end <= now => SessionLoadResult.None(SessionLoadStatus.Expired),
                var before => before,
            };
        }
    }
}
