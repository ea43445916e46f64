namespace DynamoSession.Tests.Support.Http;

/// <summary>Holds an application's calls of one operation on their way to the table until they are released; all others pass.</summary>
internal sealed class HeldCall
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds every call of the operation from now on.</summary>
    public HeldCall(Wire wire, string operation = "UpdateItem")
        : this(wire, operation, isFirstOnly: false)
    {
    }

    private HeldCall(Wire wire, string operation, bool isFirstOnly) => wire.Before = async (called, cancellationToken) =>
    {
        if (called == operation && (_arrived.TrySetResult() || !isFirstOnly))
        {
            await _released.Task.WaitAsync(cancellationToken);
        }

        return null;
    };

    /// <summary>Gets when the first call has come.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Holds the next call of the operation alone.</summary>
    public static HeldCall Of(Wire wire, string operation) => new(wire, operation, isFirstOnly: true);

    public void Release() => _released.TrySetResult();
}
