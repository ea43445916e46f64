namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>Refuses async lambdas where all must be done when they return: there each is an async void method, which nobody can wait for.</summary>
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
            throw new InvalidOperationException("An async lambda cannot say what a session has or should have: nobody waits for it. Say it without await, for example by Set instead of UpdateAsync.");
        }
    }

    // Every async void method announces itself to the context in which it starts.
    public override void OperationStarted() => _isAsyncVoid = true;

    // It brings its exception, too, which would end the process; the caller hears of the mistake itself.
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
