namespace DynamoSession.AspNetCore.Calls;

/// <summary>
/// Skips touches that would probably be throttled, to leave capacity to calls that can't wait: those of a session whose own calls are
/// throttled, and those of all sessions only while the calls of many are.
/// </summary>
internal sealed class TouchCircuit(TimeProvider clock)
{
    /// <summary>With so many throttled sessions, the table is throttling, not an item.</summary>
    private const int Many = 5;

    /// <summary>How long a throttled call counts.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);

    /// <summary>How often calls that no longer count are removed: not at each throttled call, of which there may be very many.</summary>
    private static readonly TimeSpan RemoveEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Circuit _table = new(clock);
    private readonly Dictionary<string, (Circuit Circuit, DateTimeOffset At)> _sessions = new(StringComparer.Ordinal);
    private DateTimeOffset _removeAt;

    /// <summary>Gets whether the touches of all sessions are skipped.</summary>
    public bool IsOpen => _table.IsOpen;

    /// <summary>Returns whether a session's touch is skipped.</summary>
    public bool Skips(string id)
    {
        lock (_lock)
        {
            return _table.IsOpen || (_sessions.TryGetValue(id, out var session) && session.Circuit.IsOpen);
        }
    }

    /// <summary>Skips the session's touches for a while, because one of its calls was throttled.</summary>
    public void Throttled(string id)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            RemoveOutdated(now);
            var circuit = _sessions.TryGetValue(id, out var session) ? session.Circuit : new Circuit(clock);
            circuit.Open();
            _sessions[id] = (circuit, now);
            if (_sessions.Count >= Many)
            {
                _table.Open();
            }
        }
    }

    /// <summary>Notes a successful touch.</summary>
    public void Succeeded(string id)
    {
        lock (_lock)
        {
            _sessions.Remove(id);
            _table.Succeeded();
        }
    }

    private void RemoveOutdated(DateTimeOffset now)
    {
        if (now < _removeAt)
        {
            return;
        }

        _removeAt = now + RemoveEvery;
        foreach (var (id, session) in _sessions)
        {
            if (session.At < now - Recent && !session.Circuit.IsOpen)
            {
                _sessions.Remove(id);
            }
        }
    }
}
