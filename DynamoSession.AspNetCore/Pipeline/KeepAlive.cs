using DynamoSession.AspNetCore.State;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// Extends the session while its request runs, so that it doesn't expire under a slow endpoint, a stream or a socket: as soon as half of
/// its idle timeout has passed. Until then, a touch at the gate is early enough.
/// </summary>
internal sealed class KeepAlive(SessionState state, RequestCommit commit, SessionExpiry expiry) : IDisposable
{
    /// <summary>The shortest pause after a touch that failed or was skipped.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>Timers run for 49 days at most, and idle timeouts may be longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private ITimer? _timer;
    private bool _isOver;

    /// <summary>Starts, or continues after a commit.</summary>
    public void Start() => Schedule(isRetry: false);

    public void Dispose()
    {
        // Nobody else locks the state: its parts have a lock of their own. A lock of its own would be one object more for every request.
        lock (state)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private void Schedule(bool isRetry)
    {
        var draft = state.Draft;
        if (draft.Record is not { } record || expiry.KeepAliveAt(record, record.IdleTimeout ?? draft.DefaultIdleTimeout) is not { } at)
        {
            return;
        }

        var now = expiry.Now;
        var wait = at - now;
        if (wait <= TimeSpan.Zero && !isRetry)
        {
            _ = ExtendAsync();
            return;
        }

        var half = (record.ExpiresAt - now) / 2;
        var pause = wait > TimeSpan.Zero ? wait : half > ShortestPause ? half : ShortestPause;
        lock (state)
        {
            if (!_isOver)
            {
                _timer ??= expiry.CreateTimer(static keepAlive => ((KeepAlive)keepAlive!).Schedule(isRetry: false), this);
                _timer.Change(pause < LongestWait ? pause : LongestWait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task ExtendAsync()
    {
        await commit.KeepAliveAsync();
        Schedule(isRetry: true);
    }
}
