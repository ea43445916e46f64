using Amazon.DynamoDBv2.Model;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>Processes that are killed in the middle of commits and renewals.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class KillTests
{
    private const int Slots = 2;
    private const int Lanes = 3;

    // A child is killed when it has committed this often, including a renewal, and then at any moment during its next few commits.
    private const int MinCommits = 20;
    private const int MaxCommits = 80;
    private const int MaxDelayInMilliseconds = 50;

    private string _table = null!;
    private Uri _endpoint = null!;
    private int _children;

    [Test]
    public async Task Killing_a_process_loses_or_tears_no_acknowledged_commit_and_leaves_each_session_one_live_id()
    {
        var kills = ProofRun.Count(small: 6, ci: 20, @long: 200);
        var random = new Random(ProofRun.NewSeed());
        _table = await TestEngine.CreateTableAsync();
        _endpoint = new Uri((await TestEngine.ClientAsync()).Config.ServiceURL);

        var slots = Enumerable.Range(0, Slots).Select(_ => RunSlotAsync(kills / Slots, random.Next())).ToArray();
        var ledgers = await Task.WhenAll(slots);

        var lineages = ledgers.SelectMany(ledger => ledger.Lineages()).ToArray();
        var commits = lineages.SelectMany(lineage => lineage.Acknowledged).ToArray();
        var check = await CheckAsync(lineages);
        var (wide, renewals) = (commits.Count(commit => commit.EndsWith('w')), commits.Count(commit => commit.EndsWith('r')));
        await TestContext.Out.WriteLineAsync(
            $"{_children} processes killed; {commits.Length} commits acknowledged in {lineages.Length} sessions, {wide} of them over the limit of one expression and {renewals} of them renewals; "
            + $"{lineages.Sum(lineage => lineage.Refused.Count)} refused, {lineages.Sum(lineage => lineage.InDoubt)} in doubt; {check.Unreported} applied but not reported; {check.Unreachable} unreachable copies; {check.Violations.Count} violations.");
        Assert.Multiple(() =>
        {
            Assert.That(check.Violations, Is.Empty);
            Assert.That(_children, Is.EqualTo(kills));
            Assert.That(commits, Has.Length.GreaterThan(MinCommits * kills));
            Assert.That(wide, Is.GreaterThan(kills));
            Assert.That(renewals, Is.AtLeast(kills));
            Assert.That(lineages.Max(lineage => lineage.Workers.Count), Is.GreaterThan(1), "No session was continued after a kill.");
        });
    }

    /// <summary>Runs one child after another, each of which continues the sessions of the one before.</summary>
    private async Task<Ledger> RunSlotAsync(int kills, int seed)
    {
        var random = new Random(seed);
        var ledger = new Ledger();
        var lanes = Enumerable.Repeat(("", (string?)null), Lanes).ToArray();
        for (var kill = 0; kill < kills; kill++)
        {
            var number = Interlocked.Increment(ref _children);
            ledger.HandOverTo(number);
            using var child = new CommittingChild(_endpoint, _table, number, lanes, ledger, random.Next(MinCommits, MaxCommits));
            await child.WhenCommittingAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(MaxDelayInMilliseconds)), TimeProvider.System);
            await child.KillAsync();

            Assert.That((await CheckAsync(ledger.Lineages())).Violations, Is.Empty);
            lanes = [.. ledger.Current().Select(lineage => (lineage.Name, lineage.Cookies.LastOrDefault()))];
        }

        return ledger;
    }

    private async Task<KillCheck> CheckAsync(IReadOnlyList<Ledger.Lineage> lineages)
    {
        var check = new KillCheck();
        check.Check(lineages, (await ScanAsync()).Where(item => !item.ContainsKey("dead")).Select(item => new KilledSession(item)));
        return check;
    }

    private async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ScanAsync()
    {
        var client = await TestEngine.ClientAsync();
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new ScanRequest { TableName = _table, ConsistentRead = true };
        do
        {
            var page = await client.ScanAsync(request);
            items.AddRange(page.Items);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return items;
    }
}
