using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>
/// The callbacks for the response's start that were registered behind the gate. They run last in, first out, as on a server. If the
/// pipeline throws, they are left to whatever responds instead: the gate of the next pass, or else the server.
/// </summary>
internal sealed class StartingCallbacks
{
    private static readonly AsyncLocal<StartingCallbacks?> RunningHere = new();

    private readonly Stack<(Func<object, Task> Callback, object State)> _callbacks = new();

    /// <summary>Gets whether the caller is one of the callbacks, not other code that runs at the same time.</summary>
    public bool IsCaller => RunningHere.Value == this;

    public void Add(Func<object, Task> callback, object state) => _callbacks.Push((callback, state));

    /// <summary>Runs all callbacks, including those that callbacks register.</summary>
    public Task RunAsync() => _callbacks.Count == 0 ? Task.CompletedTask : RunAllAsync();

    /// <summary>Leaves the callbacks that have not run yet to the server.</summary>
    public void LeaveTo(IHttpResponseFeature response)
    {
        if (_callbacks.Count > 0)
        {
            response.OnStarting(static callbacks => ((StartingCallbacks)callbacks).RunAsync(), this);
        }
    }

    private async Task RunAllAsync()
    {
        RunningHere.Value = this;
        while (_callbacks.TryPop(out var next))
        {
            await next.Callback(next.State);
        }
    }
}
