using System.Collections.Concurrent;
using System.Net;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>A table with failures of every kind at once: fewer than half of its calls succeed.</summary>
internal sealed class Brownout
{
    private const string Throttled = "throttled";
    private const string Refused = "500";
    private const string Reset = "reset";
    private const string Hanging = "hanging";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _touches;

    /// <summary>Gets or sets whether calls fail.</summary>
    public bool IsOn { get; set; }

    /// <summary>Gets the number of calls by the fault that they met.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int Faults => _counts.Values.Sum();

    /// <summary>Gets the number of calls that only extended a session.</summary>
    public int Touches => Volatile.Read(ref _touches);

    /// <summary>Counts touches and injects failures on the link to a table.</summary>
    public void InjectFailures(StoreLink link)
    {
        link.OnSend = async (operation, cancellationToken) =>
        {
            Count(operation);
            switch (Draw())
            {
                case Throttled:
                    throw new SessionStoreException("injected") { IsThrottled = true };
                case Refused or Reset:
                    throw new IOException("injected");
                case Hanging:
                    await Wire.HangAsync(cancellationToken);
                    break;
            }
        };
        link.OnReturn = LoseResponseAsync;
    }

    /// <summary>Counts touches on the link to a table, and injects failures between its client and the engine.</summary>
    public void InjectFailures(StoreLink link, Wire wire)
    {
        link.OnSend = (operation, _) =>
        {
            Count(operation);
            return Task.CompletedTask;
        };
        wire.Before = async (_, cancellationToken) => Draw() switch
        {
            Throttled => Wire.Error(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException"),
            Refused => Wire.Error(HttpStatusCode.InternalServerError, "InternalServerError"),
            Reset => throw new HttpRequestException("An error occurred while sending the request.", new IOException("Connection reset by peer")),
            Hanging => await Wire.HangAsync(cancellationToken),
            _ => null,
        };
        wire.After = (_, _) => LoseResponseAsync();
    }

    private void Count(string operation)
    {
        if (operation == nameof(ISessionTable.TouchAsync))
        {
            Interlocked.Increment(ref _touches);
        }
    }

    private string? Draw() => !IsOn ? null : Random.Shared.Next(100) switch
    {
        < 40 => Record(Throttled),
        < 48 => Record(Refused),
        < 53 => Record(Reset),
        < 55 => Record(Hanging),
        _ => null,
    };

    private Task LoseResponseAsync()
    {
        if (!IsOn || Random.Shared.Next(100) >= 10)
        {
            return Task.CompletedTask;
        }

        Record("response lost");
        throw new IOException("The response was lost.");
    }

    private string Record(string fault)
    {
        _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        return fault;
    }
}
