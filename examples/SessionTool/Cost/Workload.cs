namespace SessionTool.Cost;

/// <summary>What an application does to its sessions, on average.</summary>
/// <param name="RequestsPerMinute">The requests that use a session.</param>
/// <param name="Bytes">The size of a session's item.</param>
/// <param name="WriteShare">The share of the requests that change the session, 0 to 1.</param>
/// <param name="NewPerMonth">The sessions that are created in a month.</param>
/// <param name="Interval">The time between two requests of a browser.</param>
internal sealed record Workload(double RequestsPerMinute, int Bytes, double WriteShare, double NewPerMonth, TimeSpan Interval)
{
    private const double MinutesPerMonth = 730 * 60;
    private const int ReadUnitBytes = 4 * 1024;
    private const int WriteUnitBytes = 1024;

    public double RequestsPerMonth => RequestsPerMinute * MinutesPerMonth;

    /// <summary>Gets the units of a strongly consistent read.</summary>
    public double UnitsOfRead => Math.Max(1, Math.Ceiling(Bytes / (double)ReadUnitBytes));

    /// <summary>Gets the units of a write: DynamoDB bills the whole item, however little changes.</summary>
    public double UnitsOfWrite => Math.Max(1, Math.Ceiling(Bytes / (double)WriteUnitBytes));
}
