namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>Rejects async lambdas where changes must be complete when they return: there, they are async void methods, which can't be awaited.</summary>
internal sealed class SynchronousUse : SynchronizationContext
{
    private bool _isAsyncVoid;

    /// <exception cref="InvalidOperationException"><paramref name="use"/> is async.</exception>
    public static void Run(Action<IDynamoSession> use, IDynamoSession session)
    {
        var outer = Current;
        var context = new SynchronousUse();
        SetSynchronizationContext(context);
        try
        {
            use(session);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }

        if (context._isAsyncVoid)
        {
            throw new InvalidOperationException("An async lambda cannot describe a session, because it is not awaited. Describe the session without await, for example with Set instead of UpdateAsync.");
        }
    }

    // Every async void method notifies the context in which it starts.
    public override void OperationStarted() => _isAsyncVoid = true;

    // It also posts its exception, which would end the process; the caller gets an exception anyway.
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            d(state);
        }
        catch (Exception) when (_isAsyncVoid)
        {
        }
    }
}
