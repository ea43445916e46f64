using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>
/// The callbacks for the response's start that were registered behind the gate. Last in, first out, as on a server. Those of a
/// pipeline that threw stay for whatever answers instead: for the gate of the next pass, else for the server.
/// </summary>
internal sealed class StartingCallbacks
{
    private static readonly AsyncLocal<StartingCallbacks?> RunningHere = new();

    private readonly Stack<(Func<object, Task> Callback, object State)> _callbacks = new();

    /// <summary>Gets whether the caller is one of the callbacks, and not merely somebody else at the same time.</summary>
    public bool IsCaller => RunningHere.Value == this;

    public void Add(Func<object, Task> callback, object state) => _callbacks.Push((callback, state));

    /// <summary>Runs them all, those included that they register themselves.</summary>
    public Task RunAsync() => _callbacks.Count == 0 ? Task.CompletedTask : RunAllAsync();

    /// <summary>Lets the server run those that nobody has run until then.</summary>
    public void HandOnTo(IHttpResponseFeature response)
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
