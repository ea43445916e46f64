using Amazon.DynamoDBv2.Model;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>Processes that die in the middle of commits and renewals.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class KillTests
{
    private const int Slots = 2;
    private const int Lanes = 3;

    // When a child has committed so often, a renewal included, and then at any moment of its next few commits.
    private const int FewestCommits = 20;
    private const int MostCommits = 80;
    private const int LongestDelayInMilliseconds = 50;

    private string _table = null!;
    private Uri _endpoint = null!;
    private int _children;

    [Test]
    public async Task Killed_processes_lose_and_tear_no_acknowledged_commit_and_leave_one_live_id_to_a_session()
    {
        var kills = ProofRun.Count(small: 8, ci: 20, @long: 200);
        var random = new Random(ProofRun.NewSeed());
        _table = await TestEngine.CreateTableAsync();
        _endpoint = new Uri((await TestEngine.ClientAsync()).Config.ServiceURL);

        var slots = Enumerable.Range(0, Slots).Select(_ => RunSlotAsync(kills / Slots, random.Next())).ToArray();
        var ledgers = await Task.WhenAll(slots);

        var lines = ledgers.SelectMany(ledger => ledger.Lines()).ToArray();
        var commits = lines.SelectMany(line => line.Acknowledged).ToArray();
        var check = await CheckAsync(lines);
        var (wide, renewals) = (commits.Count(commit => commit.EndsWith('w')), commits.Count(commit => commit.EndsWith('r')));
        await TestContext.Out.WriteLineAsync(
            $"{_children} processes killed; {commits.Length} commits acknowledged in {lines.Length} sessions, {wide} of them over an expression's limit and {renewals} renewals; "
            + $"{lines.Sum(line => line.Refused.Count)} refused, {lines.Sum(line => line.InDoubt)} in doubt; {check.Unheard} applied unheard; {check.Unreachable} copies nobody can reach; {check.Violations.Count} violations.");
        Assert.Multiple(() =>
        {
            Assert.That(check.Violations, Is.Empty);
            Assert.That(_children, Is.EqualTo(kills));
            Assert.That(commits, Has.Length.GreaterThan(FewestCommits * kills));
            Assert.That(wide, Is.GreaterThan(kills));
            Assert.That(renewals, Is.AtLeast(kills));
            Assert.That(lines.Max(line => line.Workers.Count), Is.GreaterThan(1), "No session went on after a kill.");
        });
    }

    /// <summary>Lets one child after the other go on with the sessions of the one before.</summary>
    private async Task<Ledger> RunSlotAsync(int kills, int seed)
    {
        var random = new Random(seed);
        var ledger = new Ledger();
        var lanes = Enumerable.Repeat(("", (string?)null), Lanes).ToArray();
        for (var kill = 0; kill < kills; kill++)
        {
            var number = Interlocked.Increment(ref _children);
            ledger.HandTo(number);
            using var child = new CommittingChild(_endpoint, _table, number, lanes, ledger, random.Next(FewestCommits, MostCommits));
            await child.WhenItWorksAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestDelayInMilliseconds)), TimeProvider.System);
            await child.KillAsync();

            Assert.That((await CheckAsync(ledger.Lines())).Violations, Is.Empty);
            lanes = [.. ledger.Current().Select(line => (line.Name, line.Cookies.LastOrDefault()))];
        }

        return ledger;
    }

    private async Task<KillCheck> CheckAsync(IReadOnlyList<Ledger.Line> lines)
    {
        var check = new KillCheck();
        check.Check(lines, (await ScanAsync()).Where(item => !item.ContainsKey("dead")).Select(item => new KilledSession(item)));
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
