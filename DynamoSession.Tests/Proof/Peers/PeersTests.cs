using System.Globalization;
using System.Text;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>Microsoft's session and ours, the same requests on the same way to a store.</summary>
[Category(ProofRun.Category)]
public sealed class PeersTests
{
    private const int Parallel = 50;

    private static readonly int Rounds = ProofRun.Count(small: 3, ci: 10, @long: 100);

    private readonly List<(string Trouble, int Tried, int Microsoft, int Ours)> _rows = [];

    [OneTimeTearDown]
    public void Print()
    {
        var table = new StringBuilder("| | tried | Microsoft's session | DynamoSession |\n|---|---|---|---|\n");
        foreach (var (trouble, tried, microsoft, ours) in _rows)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {trouble} | {tried:N0} | {microsoft:N0} | {ours:N0} |");
        }

        TestContext.Progress.WriteLine(table);
    }

    [Test]
    public Task Parallel_requests_lose_none_of_each_others_fields() =>
        CompareAsync("fields lost to a parallel request", Rounds * Parallel, kind => LostWrites.CountAsync(kind, Rounds, Parallel));

    [Test]
    public Task A_slow_request_does_not_undo_a_sign_out() =>
        CompareAsync("sign-outs undone by a slow request", Rounds, kind => UndoneSignOuts.CountAsync(kind, Rounds));

    [Test]
    public Task An_answer_does_not_overtake_its_save() =>
        CompareAsync("answers that arrived before their save", Rounds, kind => EarlyAnswers.CountAsync(kind, Rounds));

    [Test]
    public Task A_failed_save_is_not_hidden() =>
        CompareAsync("failed saves answered with 200", Rounds, kind => HiddenFailures.CountAsync(kind, Rounds));

    private async Task CompareAsync(string trouble, int tried, Func<SessionKind, Task<int>> countAsync)
    {
        var ours = await countAsync(SessionKind.Dynamo);
        var microsoft = await countAsync(SessionKind.Microsoft);

        _rows.Add((trouble, tried, microsoft, ours));
        await TestContext.Out.WriteLineAsync($"{trouble}: of {tried}, Microsoft's session {microsoft}, DynamoSession {ours}");
        Assert.Multiple(() =>
        {
            Assert.That(ours, Is.Zero);
            Assert.That(microsoft, Is.GreaterThan(0), "The comparison shows nothing.");
        });
    }
}
