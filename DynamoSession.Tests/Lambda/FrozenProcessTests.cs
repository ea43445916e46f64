using System.Diagnostics;
using System.Globalization;
using DynamoSession.Tests.Proof;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Lambda;

/// <summary>A process that is stopped, as Lambda freezes an instance between requests, while its connections to DynamoDB die.</summary>
[TestFixture]
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
[Parallelizable(ParallelScope.All)]
[Platform(Exclude = "Win", Reason = "Windows has no SIGSTOP.")]
public sealed class FrozenProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // Connections are used again within 20 s. One that has died silently would then be noticed only by a timeout, which takes longer than the limit.
    private const int StillTried = 5;

    // Lambda freezes for minutes.
    private static readonly int Freeze = ProofRun.Count(small: 25, ci: 180, @long: 1_800);

    private static IEnumerable<TestCaseData> Freezes =>
    [
        new(ConnectionDeath.Silent, Freeze),
        new(ConnectionDeath.Reset, Freeze),
        new(ConnectionDeath.Closed, Freeze),
        new(ConnectionDeath.Reset, StillTried),
        new(ConnectionDeath.Closed, StillTried),
    ];

    private Dictionary<(ConnectionDeath Death, int Seconds), Task<Answer>> _answers = null!;

    // All at once, and long before the tests have their turn: a process that is frozen needs no processor.
    [OneTimeSetUp]
    public void FreezeAll() =>
        _answers = Freezes.Select(freeze => ((ConnectionDeath)freeze.Arguments[0]!, (int)freeze.Arguments[1]!)).ToDictionary(freeze => freeze, freeze => Task.Run(() => FreezeAsync(freeze.Item1, freeze.Item2)));

    // Those of tests that a filter leaves out.
    [OneTimeTearDown]
    public Task EndAllAsync() => Task.WhenAll(_answers.Values.Select(answer => answer.ContinueWith(static _ => { }, TaskScheduler.Default)));

    [TestCaseSource(nameof(Freezes))]
    public async Task The_first_request_after_a_freeze_is_answered_within_two_seconds(ConnectionDeath death, int frozenSeconds)
    {
        var answer = await _answers[(death, frozenSeconds)];

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{death}, frozen for {frozenSeconds} s: {answer.Duration.TotalMilliseconds:F0} ms"));
        Assert.That(answer.Before, Is.EqualTo(new[] { 200, 200 }), answer.Output);
        Assert.That(answer.Killed, Is.GreaterThan(0));
        Assert.That((answer.Status, answer.Cart), Is.EqualTo((200, """{"tea":3}""")), answer.Output);
        Assert.That(answer.Duration, Is.LessThan(Limit));
    }

    private static async Task<Answer> FreezeAsync(ConnectionDeath death, int frozenSeconds)
    {
        var engine = new Uri((await TestEngine.ClientAsync()).Config.ServiceURL);
        await using var proxy = MortalProxy.Start(engine);
        await using var app = await CartApiProcess.StartAsync(CartApiProcess.Built, proxy.Endpoint, await TestEngine.CreateSessionTableAsync());
        using var browser = new Browser(app.Address);
        var before = new[] { await CartApiProcess.AddAsync(browser, "tea"), await CartApiProcess.AddAsync(browser, "tea") };

        await SignalAsync(app, "STOP");
        var killed = proxy.Kill(death);
        await Task.Delay(TimeSpan.FromSeconds(frozenSeconds), TimeProvider.System);
        await SignalAsync(app, "CONT");
        var start = Stopwatch.GetTimestamp();
        var status = await CartApiProcess.AddAsync(browser, "tea");
        var duration = Stopwatch.GetElapsedTime(start);
        return new Answer(before, killed, status, duration, (await browser.GetAsync("/cart")).Text, app.Output);
    }

    private static async Task SignalAsync(RunningProgram program, string signal) =>
        await DotnetCommand.RunAsync(Path.GetTempPath(), "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {program.Id}"));

    /// <summary>What the first request after a freeze was answered.</summary>
    /// <param name="Before">The statuses before the freeze.</param>
    /// <param name="Killed">How many connections died meanwhile.</param>
    /// <param name="Status">The status.</param>
    /// <param name="Duration">The time that the answer took.</param>
    /// <param name="Cart">What is in the cart then.</param>
    /// <param name="Output">What the application has said.</param>
    private sealed record Answer(int[] Before, int Killed, int Status, TimeSpan Duration, string Cart, string Output);
}
