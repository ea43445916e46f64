using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>A table in trouble under steady load.</summary>
[Category(ProofRun.Category)]
[NonParallelizable]
public sealed class BrownOutTests
{
    private static readonly int PerSecond = ProofRun.Count(small: 50, ci: 200, @long: 200);

    // The default, but for the small size: what is refused takes so long.
    private static readonly TimeSpan IOTimeout = TimeSpan.FromSeconds(ProofRun.Count(small: 2, ci: 5, @long: 5));

    private static readonly int Shoppers = ProofRun.Count(small: 40, ci: 40, @long: 200);
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(ProofRun.Count(small: 1, ci: 3, @long: 3));

    // A request that is sent this long before the trouble may still meet it.
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(ProofRun.Count(small: 4, ci: 10, @long: 60));
    private static readonly TimeSpan End = Beginning + Trouble;
    private static readonly TimeSpan Recovery = IOTimeout;
    private static readonly TimeSpan Afterwards = Recovery + TimeSpan.FromSeconds(2);

    // For the machine, which the clients share with the application.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    // Clients, application and engine together need more than two busy cores.
    private static IEnumerable<TestCaseData> Tables()
    {
        yield return new TestCaseData(false).SetArgDisplayNames("in memory");
        if (ProofRun.Size == ProofSize.Long)
        {
            yield return new TestCaseData(true).SetArgDisplayNames("on DynamoDB Local").SetCategory(TestEngine.Category);
        }
    }

    [TestCaseSource(nameof(Tables))]
    public async Task A_brown_out_delays_and_refuses_but_loses_nothing(bool isOnEngine)
    {
        await using var app = await BrownOutApp.StartAsync(isOnEngine, Shoppers, IOTimeout);
        var brownOut = app.BrownOut;
        var pace = new Pace(PerSecond);
        await pace.SendUntilAsync(Beginning, app.SendAsync);
        var touchesBefore = brownOut.Touches;
        brownOut.IsOn = true;
        await pace.SendUntilAsync(End, app.SendAsync);
        brownOut.IsOn = false;
        var touchesDuring = brownOut.Touches - touchesBefore;
        var shed = app.ShedTouches;
        await pace.SendUntilAsync(End + Afterwards, app.SendAsync);
        var requests = await pace.WhenAnsweredAsync();

        var before = new Stretch("before", requests.Where(request => request.SentAt < Beginning - InFlight));
        var during = new Stretch("during", requests.Where(request => request.SentAt >= Beginning - InFlight && request.SentAt < End));
        var after = new Stretch("after", requests.Where(request => request.SentAt >= End));
        var recovered = after.LastRefused - End ?? TimeSpan.Zero;
        var later = new Stretch("later", requests.Where(request => request.SentAt >= End + Recovery));
        await TestContext.Out.WriteLineAsync(
            $"""
            {before}
            {during}
            {after}; the last that was refused was sent {recovered.TotalSeconds:0.0} s after the trouble
            faults: {brownOut.Faults} ({string.Join(", ", brownOut.Counts.Select(count => $"{count.Key} {count.Value}"))})
            touches: {touchesBefore} in {Beginning.TotalSeconds} s before, {touchesDuring} in {Trouble.TotalSeconds} s of trouble, {shed} left out
            """);

        Assert.That(before.Percentile(0.99), Is.LessThan(Margin), "The machine is too busy for the load.");
        Assert.Multiple(() =>
        {
            Assert.That(requests, Has.Length.GreaterThanOrEqualTo(0.9 * PerSecond * (End + Afterwards).TotalSeconds));
            Assert.That(brownOut.Faults, Is.GreaterThan(during.Length / 2), "There was hardly any trouble.");
            Assert.That(requests.Select(request => request.Status), Has.All.AnyOf(200, 503));
            Assert.That(before.Statuses, Has.All.EqualTo(200));
            Assert.That(during.Statuses, Has.Some.EqualTo(200).And.Some.EqualTo(503));

            // Load and commit have a deadline each.
            Assert.That(during.Percentile(0.99), Is.LessThan(IOTimeout + Margin));
            Assert.That(during.Longest, Is.LessThan((2 * IOTimeout) + Margin));
            Assert.That(recovered, Is.LessThan(Recovery));
            Assert.That(later.Percentile(0.99), Is.LessThan(Margin));
            Assert.That(shed, Is.GreaterThan(touchesDuring), "Touches were not shed.");
        });
        await AssertNothingLostAsync(app, requests);
    }

    private static async Task AssertNothingLostAsync(BrownOutApp app, PacedRequest[] requests)
    {
        var (acknowledged, stored, attempted) = (0, 0, 0);
        foreach (var shopper in requests.Where(request => request.Mark is not null).GroupBy(request => request.Shopper))
        {
            var certain = shopper.Where(request => request.Status == 200).Select(request => request.Mark!).ToArray();
            var (marks, count) = await app.StoredAsync(shopper.Key);

            Assert.Multiple(() =>
            {
                Assert.That(marks, Is.Unique, "A commit was applied twice.");
                Assert.That(certain, Is.SubsetOf(marks), "An acknowledged commit was lost.");
                Assert.That(marks, Is.SubsetOf(shopper.Select(request => request.Mark!)), "Something was stored that nobody has written.");
                Assert.That(count, Is.EqualTo(marks.Length), "A commit was applied in part.");
            });
            acknowledged += certain.Length;
            stored += marks.Length;
            attempted += shopper.Count();
        }

        await TestContext.Out.WriteLineAsync($"writes: {acknowledged} acknowledged, {stored} stored, {attempted} attempted");
        Assert.That(attempted, Is.GreaterThan(requests.Length / 3));
        Assert.That(stored, Is.InRange(acknowledged, attempted));
    }
}
