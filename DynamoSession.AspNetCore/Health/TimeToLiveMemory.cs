using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Health;

/// <summary>Remembers whether the table's time to live is on. It changes rarely, and calls that describe a table are limited.</summary>
internal sealed class TimeToLiveMemory(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a check waits for the answer, which is only a courtesy.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TimeToLiveCheck? _last;
    private DateTimeOffset _askAgainAt;

    public async Task<TimeToLiveCheck> GetAsync(SessionTableCheck check, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (_last is { } known && now < _askAgainAt)
            {
                return known;
            }

            // Other checks use the last answer in the meantime, and ask if there is none.
            _askAgainAt = now + Lifetime;
        }

        var answer = await AskAsync(check, cancellationToken);
        lock (_lock)
        {
            return _last = answer;
        }
    }

    private async Task<TimeToLiveCheck> AskAsync(SessionTableCheck check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await check.CheckTimeToLiveAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The table has responded to the read: that this call is slow does not make it unhealthy.
            return new(IsOn: null, $"There was no response within {MaxWait.TotalSeconds} s.");
        }
    }
}
