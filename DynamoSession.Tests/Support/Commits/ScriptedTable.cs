using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Commits;

/// <summary>A table that remembers every call, and fails or lets others in before when a test has asked for it.</summary>
internal sealed class ScriptedTable(ISessionTable inner) : DelegatingSessionTable(inner)
{
    private readonly List<SentCall> _sent = [];
    private readonly List<(string Operation, Func<Task> Act)> _before = [];
    private readonly List<(string Operation, Exception Failure, bool IsApplied)> _failures = [];

    /// <summary>Gets the table behind, which others use.</summary>
    public new ISessionTable Inner => base.Inner;

    /// <summary>Gets the names of the calls, in order.</summary>
    public string[] Operations => [.. _sent.Select(call => call.Operation)];

    /// <summary>Returns what was asked for by the calls of one name, in order.</summary>
    public T[] Sent<T>(string operation) => [.. _sent.Where(call => call.Operation == operation).Select(call => (T)call.Request)];

    public void Forget() => _sent.Clear();

    /// <summary>Lets something happen just before the next call of that name.</summary>
    public void BeforeNext(string operation, Func<Task> act) => _before.Add((operation, act));

    /// <summary>Lets the next calls of that name fail.</summary>
    /// <param name="operation">The name.</param>
    /// <param name="failure">What they throw.</param>
    /// <param name="isApplied">Whether they take effect all the same.</param>
    /// <param name="times">How many.</param>
    public void Fail(string operation, Exception failure, bool isApplied, int times = 1) =>
        _failures.AddRange(Enumerable.Repeat((operation, failure, isApplied), times));

    public override Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
        CallAsync(consistentRead ? "Load" : "LoadEventually", id, () => base.LoadAsync(id, consistentRead, cancellationToken));

    public override Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) =>
        CallAsync("Create", creation, () => base.CreateAsync(creation, cancellationToken));

    public override Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) =>
        CallAsync("Commit", commit, () => base.CommitAsync(commit, cancellationToken));

    public override Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        CallAsync("Touch", expiresAt, () => base.TouchAsync(id, idleTimeout, expiresAt, cancellationToken));

    public override Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        CallAsync("Fence", fence, () => base.FenceAsync(fence, cancellationToken));

    public override Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("Destroy", id, () => base.DestroyAsync(id, cancellationToken));

    private async Task<T> CallAsync<T>(string operation, object request, Func<Task<T>> callAsync)
    {
        _sent.Add(new(operation, request));
        if (_before.FindIndex(act => act.Operation == operation) is >= 0 and var next)
        {
            var (_, act) = _before[next];
            _before.RemoveAt(next);
            await act();
        }

        if (_failures.FindIndex(failure => failure.Operation == operation) is >= 0 and var failing)
        {
            var (_, failure, isApplied) = _failures[failing];
            _failures.RemoveAt(failing);
            if (isApplied)
            {
                await callAsync();
            }

            throw failure;
        }

        return await callAsync();
    }
}
