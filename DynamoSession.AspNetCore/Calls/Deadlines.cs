using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>Limits each load and each commit, including all retries, to <see cref="DynamoSessionOptions.IOTimeout"/>.</summary>
internal sealed class Deadlines(IOptions<DynamoSessionOptions> options, ICallTiming timing, TableStrain strain)
{
    /// <summary>Starts the deadline of an operation.</summary>
    /// <param name="operation">The name of the operation, for the message.</param>
    /// <param name="cancellationToken">Cancels the operation before its deadline.</param>
    public Deadline Start(string operation, CancellationToken cancellationToken) =>
        new(operation, options.Value, strain, timing.StartDeadline(options.Value.IOTimeout), cancellationToken);

    /// <summary>Runs an operation with a deadline. What it needs is passed as state, so that no closure is allocated.</summary>
    /// <exception cref="SessionStoreException">The operation timed out.</exception>
    public async ValueTask<T> RunAsync<TState, T>(
        string operation, TState state, Func<TState, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = Start(operation, cancellationToken);
        try
        {
            return await call(state, deadline.Token);
        }
        catch (Exception exception) when (deadline.End(exception) is var explained && !ReferenceEquals(explained, exception))
        {
            throw explained;
        }
    }

    /// <summary>Runs an operation with a deadline.</summary>
    /// <exception cref="SessionStoreException">The operation timed out; a write may or may not have been applied.</exception>
    public Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync(operation, call, static (call, token) => new ValueTask<T>(call(token)), cancellationToken).AsTask();
}
