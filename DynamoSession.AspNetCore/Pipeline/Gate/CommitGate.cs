using System.Runtime.ExceptionServices;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>
/// Stands between the pipeline and the server's response: whatever would start the response (a byte, a file, a start, an upgrade)
/// first runs the callbacks registered for the response's start, then the commit, and only then reaches the server. If the commit
/// fails, nothing reaches the server.
/// </summary>
internal sealed class CommitGate : IDisposable
{
    private readonly GatedFeatures _features;
    private bool _isOpening;
    private List<TaskCompletionSource>? _others;

    /// <summary>Installs the gate.</summary>
    /// <param name="context">The request.</param>
    /// <param name="callbacks">Collects the callbacks for the response's start; those that it already contains are run too.</param>
    /// <param name="owner">Commits before the response starts.</param>
    public CommitGate(HttpContext context, StartingCallbacks callbacks, IOwner owner)
    {
        Callbacks = callbacks;
        Owner = owner;
        _features = new GatedFeatures(context, this);
    }

    /// <summary>Gets the callbacks for the response's start.</summary>
    public StartingCallbacks Callbacks { get; }

    /// <summary>Gets who commits.</summary>
    public IOwner Owner { get; }

    /// <summary>Gets whether the response may start, or has started.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets why the gate is closed for good; null if it isn't.</summary>
    public SessionException? Failure { get; private set; }

    /// <summary>Gets whether the pipeline can no longer change the response's status and headers.</summary>
    public bool IsDecided => IsOpen || Failure is not null;

    /// <summary>Gets whether the pipeline has ended, so that nothing follows what it has written.</summary>
    public bool IsCompleting { get; private set; }

    /// <summary>Gets whether a time limit behind the gate has canceled the request.</summary>
    public bool HasTimedOut => _features.HasTimedOut;

    /// <summary>Opens the gate once; later calls wait for the first.</summary>
    /// <param name="bytes">How many bytes of the body are about to be sent.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    /// <returns>Whether the gate is open; if not, there is a <see cref="Failure"/>, and the output must be discarded.</returns>
    /// <exception cref="InvalidOperationException">The server would refuse the response. Nothing was committed.</exception>
    public ValueTask<bool> OpenAsync(long bytes = 0, bool isComplete = false) => IsDecided ? ValueTask.FromResult(IsOpen) : WaitAsync(bytes, isComplete);

    /// <summary>Like <see cref="OpenAsync"/>, for operations that need the server's response and so can't be discarded.</summary>
    /// <exception cref="SessionException">The commit failed.</exception>
    public async ValueTask OpenOrThrowAsync()
    {
        if (!await OpenAsync())
        {
            ExceptionDispatchInfo.Throw(Failure!);
        }
    }

    /// <summary>Writes the remaining output of a pipeline that has completed, and opens the gate if it has not been opened.</summary>
    public async Task FinishAsync()
    {
        IsCompleting = true;
        await _features.FlushWriterAsync(isComplete: true);
        await OpenAsync(isComplete: true);
    }

    /// <summary>Leaves the callbacks of a pipeline that has failed before the response started to whatever responds instead.</summary>
    public void LeaveCallbacks() => Callbacks.LeaveTo(_features.ServerResponse);

    /// <summary>Removes the gate.</summary>
    public void Dispose() => _features.Dispose();

    private ValueTask<bool> WaitAsync(long bytes, bool isComplete)
    {
        if (Callbacks.IsCaller)
        {
            throw new InvalidOperationException("An OnStarting callback cannot write the response: it runs before the response starts.");
        }

        // Every request has its features alone, and each of them passes here once: a lock of the gate's own would be one object more.
        lock (_features)
        {
            if (IsDecided)
            {
                return ValueTask.FromResult(IsOpen);
            }

            if (_isOpening)
            {
                var turn = new TaskCompletionSource();
                (_others ??= []).Add(turn);
                return AfterAsync(turn.Task);
            }

            _isOpening = true;
        }

        var opening = CommitThenOpenAsync(bytes, isComplete);
        return opening.IsCompletedSuccessfully && TryEnd() ? ValueTask.FromResult(IsOpen) : WaitForAllAsync(opening);
    }

    private async ValueTask<bool> AfterAsync(Task turn)
    {
        await turn;
        return IsOpen;
    }

    /// <summary>Ends the opening if nobody else waits for it.</summary>
    private bool TryEnd()
    {
        lock (_features)
        {
            _isOpening = _others is not null;
            return !_isOpening;
        }
    }

    private ValueTask<bool> WaitForAllAsync(Task opening)
    {
        var first = new TaskCompletionSource();
        var waiting = AfterAsync(first.Task);

        // Not awaited: it completes after releasing every waiting caller.
        _ = ReleaseAllAsync(opening, first);
        return waiting;
    }

    private async Task ReleaseAllAsync(Task opening, TaskCompletionSource first)
    {
        Exception? mistake = null;
        try
        {
            // The first caller must wait for its turn before the others get theirs.
            await opening.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception exception)
        {
            // For example, a callback's exception. The error page of an inner exception handler may try again.
            mistake = exception;
        }

        List<TaskCompletionSource>? others;
        lock (_features)
        {
            others = _others;
            (_isOpening, _others) = (false, null);
        }

        // One by one, in order: a caller that does not await its write may rely on it, and servers don't support concurrent writes.
        Release(first, mistake);
        others?.ForEach(turn => Release(turn, mistake));
    }

    private static void Release(TaskCompletionSource turn, Exception? mistake)
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

    private async Task CommitThenOpenAsync(long bytes, bool isComplete)
    {
        try
        {
            await Callbacks.RunAsync();
            _features.ThrowIfRefused(bytes, isComplete);
            await Owner.CommitAsync(this);
            IsOpen = true;
        }
        catch (SessionException exception)
        {
            Failure = exception;

            // An endpoint that streams until the client disconnects would never end, so it is told that the client has disconnected.
            _features.CancelRequest();
        }
    }

    /// <summary>Commits for the gate, and is told before the head of the response is read or changed.</summary>
    internal interface IOwner
    {
        /// <summary>Must succeed before the response starts; a <see cref="SessionException"/> keeps the gate closed.</summary>
        Task CommitAsync(CommitGate gate);

        /// <summary>Called with the headers before the pipeline reads or changes the response's head, as long as it can be changed.</summary>
        void OnResponseAccess(IHeaderDictionary headers);
    }
}
