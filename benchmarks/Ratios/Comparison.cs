using Amazon;
using DynamoSession.Benchmarks.Items;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>Requests on both paths, and the plain calls of the SDK that they are compared with, measured in turns.</summary>
internal sealed class Comparison : IAsyncDisposable
{
    private readonly string _session;
    private readonly int _rounds;
    private readonly int _calls;
    private readonly PlainCalls _plain;
    private readonly SessionRequests _wire;
    private readonly SessionRequests _sdk;
    private readonly SessionRequests _without;
    private readonly Measured _getItem;
    private readonly Dictionary<int, Measured> _baselines = [];
    private readonly List<(string Name, string Path, Measured Request, Measured Bare, Measured Baseline)> _requests = [];

    /// <param name="session">What the session is called.</param>
    /// <param name="canned">What holds it.</param>
    /// <param name="rounds">How often everything is measured.</param>
    /// <param name="calls">How often each is called in a round.</param>
    public Comparison(string session, CannedDynamoDb canned, int rounds, int calls)
    {
        (_session, _rounds, _calls) = (session, rounds, calls);
        AWSConfigs.HttpClientFactory = canned.Factory;
        _plain = new PlainCalls(canned.CreateClient());
        _wire = SessionRequests.Start(usesSdk: false);
        _sdk = SessionRequests.Start(usesSdk: true);
        _without = SessionRequests.StartWithout();
        _getItem = _baselines[0] = new Measured(_plain.GetAsync);
    }

    /// <summary>Adds a request on both paths.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="changes">How many fields it changes.</param>
    public void Add(string name, RequestKind kind, int changes)
    {
        var baseline = _baselines.TryGetValue(changes, out var known) ? known : _baselines[changes] = new Measured(_plain.GetAndUpdate(changes));
        var bare = new Measured(() => _without.SendAsync(kind, changes));
        _requests.Add((name, "without the SDK", new Measured(() => _wire.SendAsync(kind, changes)), bare, baseline));
        _requests.Add((name, "by the SDK", new Measured(() => _sdk.SendAsync(kind, changes)), bare, baseline));
    }

    /// <summary>Measures everything, and prints a line for each request.</summary>
    public async Task PrintAsync()
    {
        await Measured.TakeTurnsAsync([.. _baselines.Values, .. _requests.Select(request => request.Bare).Distinct(), .. _requests.Select(request => request.Request)], _rounds, _calls);
        await Console.Out.WriteLineAsync(RatioLines.Of(_session, "GetItem", "plain SDK", _getItem, bare: null, _getItem));
        foreach (var (name, path, request, bare, baseline) in _requests.OrderByDescending(request => request.Path))
        {
            await Console.Out.WriteLineAsync(RatioLines.Of(_session, name, path, request, bare, baseline));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _sdk.DisposeAsync();
        await _without.DisposeAsync();
        _plain.Dispose();
    }
}
