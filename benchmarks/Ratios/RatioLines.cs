using System.Globalization;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>The lines of a table of ratios.</summary>
internal static class RatioLines
{
    public const string Head =
        """
        | Session | Request | Path | Processor time (quartiles) | Bytes | Median in μs | Bytes, absolute |
        |---|---|---|---|---|---|---|
        """;

    public static string NameOf(RequestKind kind) => kind switch
    {
        RequestKind.OneField => "One field read",
        RequestKind.ThreeFields => "Three fields read",
        RequestKind.Cart => "The cart read as typed objects",
        RequestKind.Viewed => "All other objects read as typed objects",
        RequestKind.Change => "One field changed",
        RequestKind.ManyChanges => "250 fields changed",
        RequestKind.Unused => "Session not used",
        RequestKind.NoCookie => "No cookie",
        _ => "Junk cookie",
    };

    /// <param name="session">What the session is called.</param>
    /// <param name="name">What the request is called.</param>
    /// <param name="path">How it calls DynamoDB.</param>
    /// <param name="measured">The request.</param>
    /// <param name="bare">The request without a session, which is subtracted; null for a plain call.</param>
    /// <param name="baseline">The plain calls.</param>
    public static string Of(string session, string name, string path, Measured measured, Measured? bare, Measured baseline)
    {
        var times = Quartiles.Of(measured.Microseconds.Select((time, round) => (time - (bare?.Microseconds[round] ?? 0)) / baseline.Microseconds[round]));
        var bytes = (measured.Bytes - (bare?.Bytes ?? 0)) / baseline.Bytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {session} | {name} | {path} | {times.ToString("F3")} | {bytes:F3} | {Quartiles.Of(measured.Microseconds).Median:F1} | {measured.Bytes:F0} |");
    }
}
