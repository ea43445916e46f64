namespace DynamoSession.Tests.Proof.Load;

/// <summary>The requests of a period of time.</summary>
internal sealed class Period(string name, IEnumerable<PacedRequest> requests)
{
    private readonly PacedRequest[] _requests = [.. requests];

    public int Length => _requests.Length;

    public IEnumerable<int> Statuses => _requests.Select(request => request.Status);

    public TimeSpan Slowest => Percentile(1);

    /// <summary>Gets when the last request was sent that did not get a 200; null if all did.</summary>
    public TimeSpan? LastFailed => _requests.LastOrDefault(request => request.Status != 200)?.SentAt;

    /// <summary>Returns the time within which the given share of the requests completed.</summary>
    public TimeSpan Percentile(double share) =>
        _requests.Select(request => request.Took).Order().ElementAt((int)(share * (_requests.Length - 1)));

    public override string ToString() =>
        $"{name}: {Length} requests, {Statuses.Count(status => status == 200)} with 200, p50 {Percentile(0.5).TotalMilliseconds:0} ms, "
        + $"p99 {Percentile(0.99).TotalMilliseconds:0} ms, slowest {Slowest.TotalMilliseconds:0} ms";
}
