using System.Diagnostics;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>Sends requests at a steady rate, however long their responses take.</summary>
internal sealed class Pace(int perSecond)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<Task<PacedRequest>> _requests = [];

    /// <summary>Gets the time since the start.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    /// <summary>Sends requests until a point in time, measured from the start.</summary>
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

    public Task<PacedRequest[]> WhenAllCompletedAsync() => Task.WhenAll(_requests);
}
