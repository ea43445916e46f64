using System.Collections.Concurrent;
using System.Net;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>A table in trouble of every kind at once: fewer than half of its calls go well.</summary>
internal sealed class BrownOut
{
    private const string Throttled = "throttled";
    private const string Refused = "500";
    private const string Reset = "reset";
    private const string Hanging = "hanging";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _touches;

    /// <summary>Gets or sets whether there is trouble.</summary>
    public bool IsOn { get; set; }

    /// <summary>Gets how many calls met which fault.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int Faults => _counts.Values.Sum();

    /// <summary>Gets how many calls only extended a session.</summary>
    public int Touches => Volatile.Read(ref _touches);

    /// <summary>Counts on the way to a table, and makes trouble there.</summary>
    public void Trouble(StoreLink link)
    {
        link.Outward = async (operation, cancellationToken) =>
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
        link.Homeward = LoseAnswerAsync;
    }

    /// <summary>Counts on the way to a table, and makes trouble between its client and the engine.</summary>
    public void Trouble(StoreLink link, Wire wire)
    {
        link.Outward = (operation, _) =>
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
        wire.After = (_, _) => LoseAnswerAsync();
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
        < 40 => Note(Throttled),
        < 48 => Note(Refused),
        < 53 => Note(Reset),
        < 55 => Note(Hanging),
        _ => null,
    };

    private Task LoseAnswerAsync()
    {
        if (!IsOn || Random.Shared.Next(100) >= 10)
        {
            return Task.CompletedTask;
        }

        Note("answer lost");
        throw new IOException("The answer got lost.");
    }

    private string Note(string fault)
    {
        _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        return fault;
    }
}
