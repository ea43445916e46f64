using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>Compares what children have told with what the table holds.</summary>
internal sealed class KillCheck
{
    private readonly List<string> _violations = [];

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Gets the commits that were applied, but not acknowledged before the kill.</summary>
    public int Unheard { get; private set; }

    /// <summary>Gets the copies that a cut renewal left under an id that nobody has ever known.</summary>
    public int Unreachable { get; private set; }

    public void Check(IReadOnlyList<Ledger.Line> lines, IEnumerable<KilledSession> liveSessions)
    {
        (Unheard, Unreachable) = (0, 0);
        var live = liveSessions.ToLookup(session => session.Line);
        foreach (var session in live.SelectMany(group => group))
        {
            _violations.AddRange(session.Tears());
        }

        foreach (var line in lines)
        {
            Check(line, [.. live[line.Name]]);
        }
    }

    private void Check(Ledger.Line line, IReadOnlyList<KilledSession> live)
    {
        var revealed = line.Cookies.ConvertAll(SessionId.PublicIdOf);
        var reachable = live.Where(session => revealed.Contains(session.Id)).ToArray();
        var hidden = live.Except(reachable).ToArray();
        if (reachable.Length > 1)
        {
            _violations.Add($"{line.Name}: {reachable.Length} ids live of which somebody knows.");
        }
        else if (reachable.Length == 1 && reachable[0].Id != revealed[^1])
        {
            _violations.Add($"{line.Name}: an id lives that was renewed.");
        }

        if (hidden.Length > line.Children.Count + line.InDoubt)
        {
            _violations.Add($"{line.Name}: {line.Children.Count} kills and {line.InDoubt} commits in doubt left {hidden.Length} copies.");
        }

        // When the kill came between the end of the old id and the answer, the session is the copy.
        var session = reachable.FirstOrDefault() ?? hidden.MaxBy(copy => copy.Log.Count);
        Unreachable += hidden.Length;
        if (session is null)
        {
            _violations.Add($"{line.Name}: the session is lost.");
            return;
        }

        _violations.AddRange(line.Acknowledged.Except(session.Log).Select(commit => $"{line.Name}: {commit} was acknowledged and is lost."));
        _violations.AddRange(line.Refused.Intersect(session.Log).Select(commit => $"{line.Name}: {commit} was refused and applied."));
        Unheard += session.Log.Except(line.Acknowledged).Count();
    }
}
