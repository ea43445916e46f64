using System.Diagnostics;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>Sends requests at a steady rate, however long the answers take.</summary>
internal sealed class Pace(int perSecond)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<Task<PacedRequest>> _requests = [];

    /// <summary>Gets the time since the start.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>Sends until a time.</summary>
    public async Task SendUntilAsync(TimeSpan end, Func<int, TimeSpan, Task<PacedRequest>> send)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        while (Now < end)
        {
            for (var due = (int)(Now.TotalSeconds * perSecond); _requests.Count < due;)
            {
                _requests.Add(send(_requests.Count, Now));
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public Task<PacedRequest[]> WhenAnsweredAsync() => Task.WhenAll(_requests);
}
