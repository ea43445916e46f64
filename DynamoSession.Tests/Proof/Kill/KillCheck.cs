using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>Compares what the children reported with what the table holds.</summary>
internal sealed class KillCheck
{
    private readonly List<string> _violations = [];

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Gets the number of commits that were applied, but not reported before the kill.</summary>
    public int Unreported { get; private set; }

    /// <summary>Gets the number of copies that an interrupted renewal left under an id that was never disclosed.</summary>
    public int Unreachable { get; private set; }

    public void Check(IReadOnlyList<Ledger.Lineage> lineages, IEnumerable<KilledSession> liveSessions)
    {
        (Unreported, Unreachable) = (0, 0);
        var live = liveSessions.ToLookup(session => session.Lineage);
        foreach (var session in live.SelectMany(group => group))
        {
            _violations.AddRange(session.Inconsistencies());
        }

        foreach (var lineage in lineages)
        {
            Check(lineage, [.. live[lineage.Name]]);
        }
    }

    private void Check(Ledger.Lineage lineage, IReadOnlyList<KilledSession> live)
    {
        var disclosed = lineage.Cookies.ConvertAll(SessionId.PublicIdOf);
        var reachable = live.Where(session => disclosed.Contains(session.Id)).ToArray();
        var hidden = live.Except(reachable).ToArray();
        if (reachable.Length > 1)
        {
            _violations.Add($"{lineage.Name}: {reachable.Length} disclosed ids are live.");
        }
        else if (reachable.Length == 1 && reachable[0].Id != disclosed[^1])
        {
            _violations.Add($"{lineage.Name}: an id is still live after it was renewed.");
        }

        if (hidden.Length > lineage.Children.Count + lineage.InDoubt)
        {
            _violations.Add($"{lineage.Name}: {lineage.Children.Count} kills and {lineage.InDoubt} commits in doubt left {hidden.Length} copies.");
        }

        // If the kill came after the previous id was fenced and before the response, the session is the copy.
        var session = reachable.FirstOrDefault() ?? hidden.MaxBy(copy => copy.Log.Count);
        Unreachable += hidden.Length;
        if (session is null)
        {
            _violations.Add($"{lineage.Name}: the session was lost.");
            return;
        }

        _violations.AddRange(lineage.Acknowledged.Except(session.Log).Select(commit => $"{lineage.Name}: {commit} was acknowledged but is lost."));
        _violations.AddRange(lineage.Refused.Intersect(session.Log).Select(commit => $"{lineage.Name}: {commit} was refused but applied."));
        Unreported += session.Log.Except(lineage.Acknowledged).Count();
    }
}
