using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>A replica that has stopped replicating: it returns sessions as they were before the writes since then.</summary>
internal sealed class StaleReplica
{
    private readonly Dictionary<string, SessionLoadResult> _before = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Keeps a session as it was before its first write.</summary>
    public void Keep(string id, SessionLoadResult before)
    {
        lock (_lock)
        {
            _before.TryAdd(id, before);
        }
    }

    /// <summary>Returns a session as it was; null if it has not been written since.</summary>
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
