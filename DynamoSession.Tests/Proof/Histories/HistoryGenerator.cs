using System.Globalization;
using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Generates plans. The same seed gives the same plan.</summary>
internal sealed class HistoryGenerator
{
    /// <summary>Together, the small jumps are shorter than the time for which a token is kept, because no request may take longer than that.</summary>
    private const int MaxSmallJumps = 3;

    /// <summary>Longer than the touch interval; two of them outlast a tombstone.</summary>
    private const int SmallJump = 33;

    private static readonly Fault[] Faults = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    private readonly int _seed;
    private readonly Random _random;
    private int _smallJumps;
    private int _values;

    private HistoryGenerator(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
    }

    public static HistoryPlan Generate(int seed) => new HistoryGenerator(seed).Draw();

    private HistoryPlan Draw()
    {
        var browsers = Chance(0.3) ? 2 : 1;
        var clients = _random.Next(4, 9);
        return new HistoryPlan(_seed, [.. Enumerable.Range(0, clients).Select(client => (client % browsers, Steps()))])
        {
            CreationFaults = Chance(0.6) ? new FaultPlan([], Writes: [Fault.Twice], []) : FaultPlan.None,
        };
    }

    private IReadOnlyList<HistoryStep> Steps() => [.. Enumerable.Range(0, _random.Next(2, 5)).SelectMany(_ => Next())];

    private IEnumerable<HistoryStep> Next()
    {
        var step = Step();
        return step.Action == HistoryAction.Jump && step.JumpSeconds == SmallJump ? [step, .. Extending(step)] : [step];
    }

    /// <summary>Extends the session after a jump, with a slow request that is overtaken after the next jump or whose session is deleted.</summary>
    private IEnumerable<HistoryStep> Extending(HistoryStep jump)
    {
        // Touching a deleted session must not create an item.
        var isDeleted = Chance(0.1);
        var isWrite = !isDeleted && Chance(0.5);
        yield return new(isWrite ? HistoryAction.Write : HistoryAction.Read)
        {
            Changes = isWrite ? Changes(1, 2) : [],
            Faults = new FaultPlan([], [], Delays: [0, _random.Next(110, 190)]),
            IsOverlapped = true,
        };
        if (isDeleted)
        {
            yield return Expiry(reaps: true) with { PauseBefore = 40 };
        }
        else if (_smallJumps < MaxSmallJumps)
        {
            _smallJumps++;
            yield return jump with { PauseBefore = 70 };
            yield return new(HistoryAction.Read);
        }
    }

    private HistoryStep Step()
    {
        var step = Action() with
        {
            EarlierCookie = Chance(0.1) ? _random.Next(100) : null,
            PauseBefore = Chance(0.5) ? _random.Next(25) : 0,
            PauseInside = Chance(0.5) ? _random.Next(15) : 0,
        };
        return step.Action == HistoryAction.Jump ? step : step with { Faults = DrawFaults() };
    }

    private HistoryStep Action()
    {
        var share = _random.NextDouble();
        return share switch
        {
            < 0.30 => new(HistoryAction.Read),
            < 0.62 => new(HistoryAction.Write) { Changes = Changes(1, 4), IsOptimistic = Chance(0.15) },
            < 0.68 => new(HistoryAction.Write) { Changes = Changes(1, 2), Overflows = true },
            < 0.74 => new(HistoryAction.Write) { Changes = Changes(0, 3), Clears = true },
            < 0.84 => new(HistoryAction.Renew) { Changes = Changes(0, 2) },
            < 0.88 => new(HistoryAction.Destroy) { Changes = Chance(0.5) ? Changes(1, 2) : [] },
            < 0.97 when _smallJumps++ < MaxSmallJumps => new(HistoryAction.Jump) { JumpSeconds = SmallJump },
            >= 0.97 => Expiry(reaps: Chance(0.5)),
            _ => new(HistoryAction.Read),
        };
    }

    private static HistoryStep Expiry(bool reaps) => new(HistoryAction.Jump) { JumpSeconds = HistoryApp.IdleSeconds + 60, Reaps = reaps };

    private FieldChange[] Changes(int atLeast, int lessThan)
    {
        string[] names = ["count-a", "count-b", "list-a", "list-b", "text-a", "text-b", "text-c"];
        _random.Shuffle(names);
        return [.. names.Take(_random.Next(atLeast, lessThan)).Select(Change)];
    }

    private FieldChange Change(string name) => name[0] switch
    {
        _ when Chance(0.1) => new(name, FieldChangeKind.Remove),
        'c' => new(name, FieldChangeKind.Add, _random.Next(1, 10).ToString(CultureInfo.InvariantCulture)),
        'l' => new(name, FieldChangeKind.Append, NewValue()),
        _ => new(name, FieldChangeKind.Set, NewValue()),
    };

    private string NewValue() => $"v{++_values}";

    private FaultPlan DrawFaults() => new(
        Reads: Chance(0.06) ? [DrawFault()] : [],
        Writes: Chance(0.5) ? [.. Enumerable.Range(0, RunLength()).Select(_ => DrawFault())] : [],
        Delays: [.. Enumerable.Range(0, 4).Select(_ => Chance(0.3) ? _random.Next(15) : 0)]);

    // Most calls fail once or twice and then succeed; some fail until the request gives up.
    private int RunLength() => _random.Next(10) switch
    {
        < 6 => 1,
        < 8 => 2,
        _ => 5,
    };

    private Fault DrawFault() => Faults[_random.Next(Faults.Length)];

    private bool Chance(double share) => _random.NextDouble() < share;
}
