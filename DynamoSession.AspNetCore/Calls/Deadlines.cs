using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>Gives each load and each commit, with all its retries, at most <see cref="DynamoSessionOptions.IOTimeout"/>.</summary>
internal sealed class Deadlines(IOptions<DynamoSessionOptions> options, ICallTiming timing, TouchCircuit touchCircuit)
{
    /// <summary>Starts the time of an operation.</summary>
    /// <param name="operation">What is to be done, for the message.</param>
    /// <param name="cancellationToken">Ends it earlier.</param>
    public Deadline Start(string operation, CancellationToken cancellationToken) =>
        new(operation, options.Value, timing.StartDeadline(options.Value.IOTimeout), touchCircuit, cancellationToken);

    /// <summary>Runs an operation.</summary>
    /// <exception cref="SessionStoreException">The time was up; a write may or may not have been applied.</exception>
    public async Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = Start(operation, cancellationToken);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception exception) when (deadline.Explain(exception) is var explained && !ReferenceEquals(explained, exception))
        {
            throw explained;
        }
    }
}
