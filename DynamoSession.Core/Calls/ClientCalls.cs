using System.Runtime.CompilerServices;

namespace DynamoSession.Core.Calls;

/// <summary>
/// Makes the calls of a client that may block a thread before it returns a task, as the AWS SDK does while it refreshes credentials. The
/// caller never blocks, and its token always ends the wait; a call that has been abandoned may still be sent.
/// </summary>
/// <param name="threads">How many threads may be starting calls. It needs no disposal, because nothing uses its wait handle.</param>
/// <param name="neverBlocks">Returns whether the next call certainly returns its task at once; <see langword="null"/> if that is never certain.</param>
internal sealed class ClientCalls(SemaphoreSlim threads, Func<bool>? neverBlocks)
{
    private static readonly ConditionalWeakTable<object, ClientCalls> Clients = [];

    // A call holds a thread only until it first awaits, so one for each processor is enough. If the client blocks, that many threads of the
    // pool are blocked and no more, for however many requests; the pool replaces them within a second.
    private static readonly int MaxThreads = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Returns the calls of a client. Everything that uses the client shares its threads.</summary>
    public static ClientCalls Of(object client) => Clients.GetValue(
        client, static client => new(new SemaphoreSlim(MaxThreads), CredentialsAtHand.Of(client)));

    /// <exception cref="OperationCanceledException">The token was canceled. The call may still be made, and its outcome is unknown.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var running = neverBlocks?.Invoke() == true ? call() : await StartElsewhereAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Observe(running);
            throw;
        }
    }

    /// <returns>The call, once it has a thread, which it may still block.</returns>
    private async Task<Task<T>> StartElsewhereAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await threads.WaitAsync(cancellationToken).ConfigureAwait(false);

        // Without the token: once it has a thread, the call must run to give it back.
        return Task.Run(() => Start(call), CancellationToken.None);
    }

    private Task<T> Start<T>(Func<Task<T>> call)
    {
        try
        {
            return call();
        }
        finally
        {
            threads.Release();
        }
    }

    /// <summary>Keeps the failure of an abandoned call from being reported as an unobserved exception.</summary>
    private static void Observe(Task abandoned) => abandoned.ContinueWith(
        static task => _ = task.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
