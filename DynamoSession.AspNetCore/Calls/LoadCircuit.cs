namespace DynamoSession.AspNetCore.Calls;

/// <summary>
/// Lets requests that can do without a session give up at once while the table doesn't respond. After a few loads that timed out, one of
/// these requests tries each second, until a load gets a response.
/// </summary>
internal sealed class LoadCircuit(TimeProvider clock)
{
    private const int Few = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _openUntil;
    private int _timeouts;

    /// <summary>Returns whether to try a load.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_timeouts < Few)
            {
                return true;
            }

            if (now < _openUntil)
            {
                return false;
            }

            _openUntil = now + Pause;
            return true;
        }
    }

    /// <summary>Notes that a load timed out.</summary>
    public void TimedOut()
    {
        lock (_lock)
        {
            _timeouts++;
            _openUntil = clock.GetUtcNow() + Pause;
        }
    }

    /// <summary>Notes that the table responded, successfully or not.</summary>
    public void Responded()
    {
        lock (_lock)
        {
            _timeouts = 0;
        }
    }
}
