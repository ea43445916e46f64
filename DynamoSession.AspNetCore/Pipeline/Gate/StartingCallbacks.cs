using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>
/// The callbacks for the response's start that were registered behind the gate. They run last in, first out, as on a server. If the
/// pipeline throws, they are left to whatever responds instead: the gate of the next pass, or else the server.
/// </summary>
internal sealed class StartingCallbacks
{
    private static readonly AsyncLocal<StartingCallbacks?> RunningHere = new();

    private Stack<(Func<object, Task> Callback, object State)>? _callbacks;

    /// <summary>Gets whether the caller is one of the callbacks, not other code that runs at the same time.</summary>
    public bool IsCaller => RunningHere.Value == this;

    public void Add(Func<object, Task> callback, object state) => (_callbacks ??= new()).Push((callback, state));

    /// <summary>Runs all callbacks, including those that callbacks register.</summary>
    public Task RunAsync() => _callbacks is { Count: > 0 } callbacks ? RunAllAsync(callbacks) : Task.CompletedTask;

    /// <summary>Leaves the callbacks that have not run yet to the server.</summary>
    public void LeaveTo(IHttpResponseFeature response)
    {
        if (_callbacks is { Count: > 0 })
        {
            response.OnStarting(static callbacks => ((StartingCallbacks)callbacks).RunAsync(), this);
        }
    }

    private async Task RunAllAsync(Stack<(Func<object, Task> Callback, object State)> callbacks)
    {
        RunningHere.Value = this;
        while (callbacks.TryPop(out var next))
        {
            await next.Callback(next.State);
        }
    }
}
