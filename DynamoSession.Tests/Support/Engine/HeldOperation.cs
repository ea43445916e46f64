namespace DynamoSession.Tests.Support.Engine;

/// <summary>Holds one call of a program on its way to the engine until it is released; all others pass.</summary>
internal sealed class HeldOperation
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _toPass;

    /// <param name="proxy">Where the calls pass.</param>
    /// <param name="operation">The operation, such as <c>UpdateItem</c>.</param>
    /// <param name="afterCalls">How many calls of the operation pass before the one that is held.</param>
    public HeldOperation(CountingProxy proxy, string operation, int afterCalls = 0)
    {
        _toPass = afterCalls;
        proxy.Before = called => called == operation && Interlocked.Decrement(ref _toPass) == -1 ? HoldAsync() : Task.CompletedTask;
    }

    /// <summary>Gets when the call has come.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Release() => _released.TrySetResult();

    private Task HoldAsync()
    {
        _arrived.TrySetResult();
        return _released.Task;
    }
}
