using DynamoSession.Tests.Proof.Histories.Bugs;
using DynamoSession.Tests.Proof.Histories.Checking;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Runs and checks many histories in parallel, on every kind of application.</summary>
internal sealed class HistoryProof
{
    /// <summary>The seed determines the kind, so that it repeats its history on the same kind of application.</summary>
    private static readonly HistoryAppKind[] Kinds =
    [
        HistoryAppKind.Persistent, HistoryAppKind.Plain, HistoryAppKind.Persistent, HistoryAppKind.Proxied,
        HistoryAppKind.Plain, HistoryAppKind.Retrying, HistoryAppKind.Persistent, HistoryAppKind.Plain,
    ];

    /// <summary>Histories spend most of their time waiting for faults to pass; this many at once keep two cores busy.</summary>
    private static readonly int Lanes = 4 * Kinds.Length;

    private readonly int _seed;
    private readonly int _end;
    private readonly Func<SeededBug>? _bug;
    private readonly Func<ViolationKind, bool> _isDecisive;
    private readonly Lock _lock = new();
    private readonly List<(History History, Violation Violation)> _violations = [];
    private int _histories;
    private long _requests;
    private long _faults;

    private HistoryProof(int seed, int count, Func<SeededBug>? bug, Func<ViolationKind, bool>? isDecisive)
    {
        // Leaves room for the seeds that follow.
        _seed = seed & 0x3FFF_FFFF;
        _end = _seed + count;
        _bug = bug;
        _isDecisive = isDecisive ?? (_ => true);
    }

    /// <summary>Gets the violations found, with their histories.</summary>
    public IReadOnlyList<(History History, Violation Violation)> Violations => _violations;

    public int Histories => _histories;

    public long Requests => _requests;

    public long Faults => _faults;

    /// <param name="seed">The seed of the first history; the others follow.</param>
    /// <param name="count">The number of histories.</param>
    /// <param name="bug">The bug to inject into every application; null for none.</param>
    /// <param name="isDecisive">Which violations end the run early; null for all.</param>
    public static async Task<HistoryProof> RunAsync(int seed, int count, Func<SeededBug>? bug = null, Func<ViolationKind, bool>? isDecisive = null)
    {
        var proof = new HistoryProof(seed, count, bug, isDecisive);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => proof.RunLaneAsync(lane))));
        return proof;
    }

    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            $"{_histories} histories from seed {_seed}, {_requests} requests, {_faults} faults, {_violations.Count} violations.",
            .. _violations.Select(found => $"{found.Violation.Kind}: {found.History.Shorten(found.Violation.Reason)} (DYNAMOSESSION_PROOF_SEED={found.History.Seed})\n{found.History.ToText()}"),
        ]);

    private async Task RunLaneAsync(int lane)
    {
        await using var app = await HistoryApp.StartAsync(Kinds[lane % Kinds.Length], _bug?.Invoke());
        for (var seed = _seed; seed < _end && !IsDecided(); seed++)
        {
            if (seed % Lanes != lane)
            {
                continue;
            }

            var history = await HistoryRunner.RunAsync(app, HistoryGenerator.Generate(seed));
            var violation = HistoryChecker.Check(history);
            lock (_lock)
            {
                _histories++;
                _requests += history.Requests.Count;
                if (violation is not null)
                {
                    _violations.Add((history, violation));
                }
            }
        }

        lock (_lock)
        {
            _faults += app.Faults;
        }
    }

    private bool IsDecided()
    {
        lock (_lock)
        {
            return _violations.Any(found => _isDecisive(found.Violation.Kind));
        }
    }
}
