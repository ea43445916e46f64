namespace SessionTool.Cost;

/// <summary>Computes what a workload consumes in a month. See docs/limits.md for what each request costs.</summary>
internal static class CostModel
{
    // How long a browser's own commit makes its reads strong with ReadYourWrites.
    private static readonly TimeSpan OwnWriteIsRecent = TimeSpan.FromSeconds(2);

    // Microsoft's session with AWS's cache provider, measured: a request loads (GetItem, and UpdateItem for the expiry) and refreshes (both
    // again); one that changes the session puts it instead.
    private const int CacheReads = 2;
    private const int CacheWrites = 2;

    public static IEnumerable<CostRow> Compute(Workload workload, IReadOnlyList<TimeSpan> touchAfter, Prices prices)
    {
        foreach (var after in touchAfter)
        {
            var writes = ((workload.RequestsPerMonth * (workload.WriteShare + TouchShare(workload, after))) + workload.NewPerMonth) * workload.UnitsOfWrite;
            foreach (var (consistency, unitsOfRead) in UnitsOfReads(workload))
            {
                yield return CostRow.Of($"DynamoSession, {consistency}", after, workload.RequestsPerMonth * unitsOfRead, writes, prices);
            }
        }

        yield return CostRow.Of(
            "Microsoft's session, AWS's cache provider",
            touchAfter: null,
            workload.RequestsPerMonth * (CacheReads - workload.WriteShare) * workload.UnitsOfRead,
            ((workload.RequestsPerMonth * CacheWrites) + workload.NewPerMonth) * workload.UnitsOfWrite,
            prices);
    }

    /// <summary>Returns the share of the requests that extend the session by a write of their own, because they change nothing and it is due.</summary>
    /// <remarks>A session is extended by each change, and by the first request that comes <paramref name="touchAfter"/> or more after that.</remarks>
    private static double TouchShare(Workload workload, TimeSpan touchAfter)
    {
        var requests = Math.Max(1, Math.Ceiling(touchAfter / workload.Interval));
        var unchanged = Math.Pow(1 - workload.WriteShare, requests);
        var length = unchanged == 1 ? requests : (1 - unchanged) / workload.WriteShare;
        return unchanged / length;
    }

    private static IEnumerable<(string Consistency, double Units)> UnitsOfReads(Workload workload)
    {
        var recent = Math.Floor(OwnWriteIsRecent / workload.Interval);
        var strongShare = 1 - Math.Pow(1 - workload.WriteShare, recent);
        return
        [
            ("Eventual", workload.UnitsOfRead / 2),
            ("ReadYourWrites", workload.UnitsOfRead * (1 + strongShare) / 2),
            ("Strong", workload.UnitsOfRead),
        ];
    }
}
