using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>What every session needs, whoever's rules it lives by.</summary>
internal sealed class SessionServices(
    ISessionTable table,
    ISessionIdentity identity,
    IOptions<DynamoSessionOptions> options,
    TimeProvider clock,
    ICallTiming timing,
    ILoggerFactory loggers)
{
    // On top of the client's own.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    public ISessionTable Table { get; } = table;

    public ISessionIdentity Identity { get; } = identity;

    public DynamoSessionOptions Options { get; } = options.Value;

    public SessionFieldCodec Codec { get; } = identity.CreateCodec(options.Value);

    public TimeProvider Clock { get; } = clock;

    public ILogger Logger { get; } = loggers.CreateLogger(Log.Category);

    /// <summary>Gets the clock by which one request waits for another.</summary>
    public TimeProvider QueueClock => timing.QueueClock;

    public TouchCircuit TouchCircuit { get; } = new(clock);

    /// <summary>Waits before a further attempt, so that attempts which failed side by side are not made again side by side.</summary>
    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => timing.PauseAsync(pause, cancellationToken);

    /// <summary>Makes a write that recognises itself, again where its outcome is unknown and a further attempt may help.</summary>
    /// <exception cref="SessionStoreException">It failed each time; it may or may not have been applied.</exception>
    public async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write(cancellationToken).WaitAsync(cancellationToken);
            }
            catch (SessionStoreException exception) when (exception.IsTransient && attempt < MaxAttempts)
            {
                Logger.WriteRetried(attempt, exception);
            }

            await PauseAsync(RetryDelay * attempt * Random.Shared.NextDouble(), cancellationToken);
        }
    }

    /// <summary>Runs a call, with all its retries, for at most <see cref="DynamoSessionOptions.IOTimeout"/>.</summary>
    /// <exception cref="SessionStoreException">The time was up; a write may or may not have been applied.</exception>
    public async Task<T> WithDeadlineAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var timeUp = timing.StartDeadline(Options.IOTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException exception) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SessionStoreException(
                $"The session {operation} on table '{Options.Table.TableName}' took longer than IOTimeout ({Options.IOTimeout}). Check the table's health and the network, or raise IOTimeout.",
                exception);
        }
        catch (SessionStoreException exception) when (exception.IsThrottled)
        {
            TouchCircuit.Open();
            throw;
        }
    }
}
