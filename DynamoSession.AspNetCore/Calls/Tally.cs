namespace DynamoSession.AspNetCore.Calls;

/// <summary>Counts something, and knows when it last happened.</summary>
internal sealed class Tally(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _count;
    private DateTimeOffset _lastAt;

    public void Add()
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            _count++;
            _lastAt = now;
        }
    }

    /// <summary>Returns how often it has happened since the application started, and when it last did.</summary>
    public (long Count, DateTimeOffset LastAt) Read()
    {
        lock (_lock)
        {
            return (_count, _lastAt);
        }
    }
}
