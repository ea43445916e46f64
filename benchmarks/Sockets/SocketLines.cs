using System.Globalization;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Stores;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>The lines of a table of applications.</summary>
internal static class SocketLines
{
    public const string Head =
        """
        | Sessions | Processor time, μs | Requests per processor second, × Microsoft on Redis | Requests per second | × this = DynamoSession | p50, ms | p99, ms | Bytes allocated | Reads | Writes | Read units | Write units | Bytes sent | Bytes received |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    public static string Of(Subject subject, IReadOnlyList<Subject> all, int kiloBytes, Workload workload)
    {
        var rounds = subject.RoundsOf(kiloBytes, workload);
        return "| " + string.Join(
            " | ",
            SessionKinds.NameOf(subject.Kind),
            Quartiles.Of(rounds.Select(round => round.Processor)).ToString("F1"),
            Relative(SessionKind.MicrosoftOnRedis, (own, other) => other.Processor / own.Processor),
            Quartiles.Of(rounds.Select(round => round.Throughput)).ToString("N0"),
            Relative(SessionKind.DynamoSession, (own, other) => other.Throughput / own.Throughput),
            Number(Quartiles.Of(rounds.Select(round => round.Median)).Median, "F2"),
            Number(Quartiles.Of(rounds.Select(round => round.Slowest)).Median, "F1"),
            rounds.All(round => round.Bytes is not null) ? Number(Quartiles.Of(rounds.Select(round => round.Bytes!.Value)).Median, "N0") : "-",
            Store(subject.TrafficOf(kiloBytes, workload))) + " |";

        string Relative(SessionKind kind, Func<Round, Round, double> ratio) => all.FirstOrDefault(other => other.Kind == kind) is { } reference
            ? Quartiles.Of(rounds.Zip(reference.RoundsOf(kiloBytes, workload), ratio)).ToString("F2")
            : "-";
    }

    private static string Store(Traffic? traffic) => traffic is null
        ? "- | - | - | - | - | -"
        : string.Join(
            " | ",
            Number(traffic.Reads, "0.##"),
            Number(traffic.Writes, "0.##"),
            Number(traffic.ReadUnits, "0.##"),
            Number(traffic.WriteUnits, "0.##"),
            Number(traffic.SentBytes, "N0"),
            Number(traffic.ReceivedBytes, "N0"));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
