using System.Globalization;
using System.Text;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>Compares Microsoft's session with this package's: the same requests, over the same connection to a store.</summary>
[Category(ProofRun.Category)]
public sealed class PeersTests
{
    private const int Parallel = 50;

    private static readonly int Rounds = ProofRun.Count(small: 3, ci: 10, @long: 100);

    private readonly List<(string Failure, int Attempts, int Microsoft, int Ours)> _rows = [];

    [OneTimeTearDown]
    public void Print()
    {
        var table = new StringBuilder("| | attempts | Microsoft's session | DynamoSession |\n|---|---|---|---|\n");
        foreach (var (failure, attempts, microsoft, ours) in _rows)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {failure} | {attempts:N0} | {microsoft:N0} | {ours:N0} |");
        }

        TestContext.Progress.WriteLine(table);
    }

    [Test]
    public Task Parallel_requests_do_not_lose_each_others_fields() =>
        CompareAsync("fields lost to a parallel request", Rounds * Parallel, kind => LostWrites.CountAsync(kind, Rounds, Parallel));

    [Test]
    public Task A_slow_request_does_not_undo_a_sign_out() =>
        CompareAsync("sign-outs undone by a slow request", Rounds, kind => UndoneSignOuts.CountAsync(kind, Rounds));

    [Test]
    public Task A_response_does_not_arrive_before_its_save() =>
        CompareAsync("responses that arrived before their save", Rounds, kind => EarlyResponses.CountAsync(kind, Rounds));

    [Test]
    public Task A_failed_save_is_not_hidden() =>
        CompareAsync("failed saves with a 200", Rounds, kind => HiddenFailures.CountAsync(kind, Rounds));

    private async Task CompareAsync(string failure, int attempts, Func<SessionKind, Task<int>> countAsync)
    {
        var ours = await countAsync(SessionKind.Dynamo);
        var microsoft = await countAsync(SessionKind.Microsoft);

        _rows.Add((failure, attempts, microsoft, ours));
        await TestContext.Out.WriteLineAsync($"{failure}: of {attempts}, Microsoft's session {microsoft}, DynamoSession {ours}");
        Assert.Multiple(() =>
        {
            Assert.That(ours, Is.Zero);
            Assert.That(microsoft, Is.GreaterThan(0), "The comparison shows nothing.");
        });
    }
}
