using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Health;

/// <summary>Remembers whether the table's time to live is on. It changes rarely, and calls that describe a table are limited.</summary>
internal sealed class TimeToLiveMemory(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait before asking again after a question that has failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long a check waits for the answer, which is only a courtesy.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TimeToLiveCheck? _last;
    private DateTimeOffset _askAgainAt;

    public async Task<TimeToLiveCheck> GetAsync(SessionTableCheck check, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        TimeToLiveCheck? known;
        lock (_lock)
        {
            known = _last;
            if (known is not null && now < _askAgainAt)
            {
                return known;
            }

            // Until the response comes, other checks use the previous answer; before the first one, each of them asks. If this check is
            // canceled, one of them asks soon.
            _askAgainAt = now + Pause;
        }

        var answer = await AskAsync(check, cancellationToken);
        lock (_lock)
        {
            if (!answer.IsTemporary)
            {
                _askAgainAt = now + Lifetime;
            }

            // A question that has failed changes nothing of what is known.
            return _last = answer.IsTemporary && known is not null ? known : answer;
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
            return new(IsOn: null, $"There was no response within {MaxWait.TotalSeconds} s.") { IsTemporary = true };
        }
    }
}
