using Amazon.Runtime;

namespace DynamoSession.Tests.Support.Aws;

/// <summary>Credentials whose refresh takes long, during which they block the thread that asks, as those of roles and profiles do.</summary>
internal sealed class SlowCredentials : AWSCredentials, IDisposable
{
    private static readonly TimeSpan RefreshTime = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _areFresh = new(initialState: true);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _blocked;
    private int _mostBlocked;

    /// <summary>Gets the most threads that were blocked at once.</summary>
    public int MostBlocked => Volatile.Read(ref _mostBlocked);

    /// <summary>Gets when the first thread has been blocked.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Expire() => _areFresh.Reset();

    public void Refresh() => _areFresh.Set();

    public override ImmutableCredentials GetCredentials()
    {
        if (!_areFresh.IsSet)
        {
            InterlockedMax(ref _mostBlocked, Interlocked.Increment(ref _blocked));
            _asked.TrySetResult();
            _areFresh.Wait(RefreshTime);
            Interlocked.Decrement(ref _blocked);
        }

        return SessionClients.Credentials.GetCredentials();
    }

    public void Dispose()
    {
        Refresh();
        _areFresh.Dispose();
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
