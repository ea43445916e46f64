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

    [TestCaseSource(nameof(Freezes))]
    public async Task The_first_request_after_a_freeze_is_answered_within_two_seconds(ConnectionDeath death, int frozenSeconds)
    {
        var engine = new Uri((await TestEngine.ClientAsync()).Config.ServiceURL);
        await using var proxy = MortalProxy.Start(engine);
        await using var app = await CartApiProcess.StartAsync(CartApiProcess.Built, proxy.Endpoint, await TestEngine.CreateSessionTableAsync());
        using var browser = new Browser(app.Address);
        Assert.That(await CartApiProcess.AddAsync(browser, "tea"), Is.EqualTo(200), app.Output);
        Assert.That(await CartApiProcess.AddAsync(browser, "tea"), Is.EqualTo(200), app.Output);

        await SignalAsync(app, "STOP");
        var killed = proxy.Kill(death);
        await Task.Delay(TimeSpan.FromSeconds(frozenSeconds), TimeProvider.System);
        await SignalAsync(app, "CONT");
        var start = Stopwatch.GetTimestamp();
        var status = await CartApiProcess.AddAsync(browser, "tea");
        var duration = Stopwatch.GetElapsedTime(start);

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{death}, frozen for {frozenSeconds} s: {duration.TotalMilliseconds:F0} ms"));
        Assert.That(killed, Is.GreaterThan(0));
        Assert.That((status, (await browser.GetAsync("/cart")).Text), Is.EqualTo((200, """{"tea":3}""")), app.Output);
        Assert.That(duration, Is.LessThan(Limit));
    }

    private static async Task SignalAsync(RunningProgram program, string signal) =>
        await DotnetCommand.RunAsync(Path.GetTempPath(), "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {program.Id}"));
}
