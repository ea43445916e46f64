using System.Runtime.ExceptionServices;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>
/// Stands between a pipeline and the server's response: whatever would start the response (a byte, a file, a start, an upgrade)
/// first runs the callbacks that were registered for the start, then the commit, and only then reaches the server. When the
/// commit fails nothing reaches the server at all.
/// </summary>
internal sealed class CommitGate : IDisposable
{
    private readonly Func<Task> _commit;
    private readonly StartingCallbacks _callbacks;
    private readonly GatedFeatures _features;
    private readonly Lock _lock = new();
    private List<TaskCompletionSource>? _waiting;

    /// <summary>Puts the gate in place.</summary>
    /// <param name="context">The request.</param>
    /// <param name="callbacks">Where callbacks for the response's start go; what is in there already runs too.</param>
    /// <param name="commit">What must succeed before the response starts; a <see cref="SessionException"/> keeps the gate shut.</param>
    public CommitGate(HttpContext context, StartingCallbacks callbacks, Func<Task> commit)
    {
        _callbacks = callbacks;
        _commit = commit;
        _features = new GatedFeatures(context, this, callbacks);
    }

    /// <summary>Gets whether the response may start, or has started.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets why the gate stays shut.</summary>
    public SessionException? Failure { get; private set; }

    /// <summary>Gets whether the pipeline can change the response's head no more.</summary>
    public bool IsDecided => IsOpen || Failure is not null;

    /// <summary>Opens the gate once; later calls wait for the first.</summary>
    /// <returns>Whether it is open; otherwise there is a <see cref="Failure"/>, and what was to be written is to be dropped.</returns>
    public ValueTask<bool> OpenAsync() => IsDecided ? ValueTask.FromResult(IsOpen) : WaitAsync();

    /// <summary>As <see cref="OpenAsync"/>, for what needs the server's answer and so cannot be dropped.</summary>
    /// <exception cref="SessionException">The commit failed.</exception>
    public async ValueTask OpenOrThrowAsync()
    {
        if (!await OpenAsync())
        {
            ExceptionDispatchInfo.Throw(Failure!);
        }
    }

    /// <summary>The pipeline has ended well: what it left unwritten is written, and the commit has been tried when this returns.</summary>
    public async Task FinishAsync()
    {
        await _features.FlushAsync();
        await OpenAsync();
    }

    /// <summary>The pipeline has failed before the response started: its callbacks still belong to whatever answers instead.</summary>
    public void HandCallbacksOn() => _callbacks.HandOnTo(_features.ServerResponse);

    /// <summary>Takes the gate away.</summary>
    public void Dispose() => _features.Dispose();

    private async ValueTask<bool> WaitAsync()
    {
        if (_callbacks.IsCaller)
        {
            throw new InvalidOperationException("An OnStarting callback cannot write the response: it runs before the response starts.");
        }

        var turn = new TaskCompletionSource();
        bool isFirst;
        lock (_lock)
        {
            if (IsDecided)
            {
                return IsOpen;
            }

            isFirst = _waiting is null;
            (_waiting ??= []).Add(turn);
        }

        if (isFirst)
        {
            // Not awaited: it ends when the last one has had its turn, and tells each how it went.
            _ = OpenForAllAsync();
        }

        await turn.Task;
        return IsOpen;
    }

    private async Task OpenForAllAsync()
    {
        Exception? mistake = null;
        try
        {
            await CommitThenOpenAsync();
        }
        catch (Exception exception)
        {
            // A callback's, for example. The error page that an exception handler behind us writes may try again.
            mistake = exception;
        }

        List<TaskCompletionSource> turns;
        lock (_lock)
        {
            turns = _waiting!;
            _waiting = null;
        }

        // One by one, in their order: whoever did not await a write may count on it, and no server likes two at once.
        foreach (var turn in turns)
        {
            if (mistake is null)
            {
                turn.SetResult();
            }
            else
            {
                turn.SetException(mistake);
            }
        }
    }

    private async Task CommitThenOpenAsync()
    {
        try
        {
            await _callbacks.RunAsync();
            await _commit();
            IsOpen = true;
        }
        catch (SessionException exception)
        {
            Failure = exception;

            // An endpoint that streams until its client leaves would go on for ever: for it, the client has left.
            _features.CancelRequest();
        }
    }
}
