using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>A table that has a brownout under steady load.</summary>
[Category(ProofRun.Category)]
[NonParallelizable]
public sealed class BrownoutTests
{
    private static readonly int PerSecond = ProofRun.Count(small: 50, ci: 200, @long: 200);

    // The default, except at the small size, because a request that fails takes this long.
    private static readonly TimeSpan IOTimeout = TimeSpan.FromSeconds(ProofRun.Count(small: 2, ci: 5, @long: 5));

    private static readonly int Shoppers = ProofRun.Count(small: 40, ci: 40, @long: 200);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(ProofRun.Count(small: 1, ci: 3, @long: 3));

    // A request sent this long before the brownout may still meet it.
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(ProofRun.Count(small: 4, ci: 10, @long: 60));
    private static readonly TimeSpan End = Before + Duration;
    private static readonly TimeSpan Recovery = IOTimeout;
    private static readonly TimeSpan After = Recovery + TimeSpan.FromSeconds(2);

    // Allowance for the machine, which the clients share with the application.
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
    public async Task A_brownout_delays_and_fails_requests_but_loses_nothing(bool isOnEngine)
    {
        await using var app = await BrownoutApp.StartAsync(isOnEngine, Shoppers, IOTimeout);
        var brownout = app.Brownout;
        var pace = new Pace(PerSecond);
        await pace.SendUntilAsync(Before, app.SendAsync);
        var touchesBefore = brownout.Touches;
        brownout.IsOn = true;
        await pace.SendUntilAsync(End, app.SendAsync);
        brownout.IsOn = false;
        var touchesDuring = brownout.Touches - touchesBefore;
        var skipped = app.SkippedTouches;
        await pace.SendUntilAsync(End + After, app.SendAsync);
        var requests = await pace.WhenAllCompletedAsync();

        var before = new Period("before", requests.Where(request => request.SentAt < Before - InFlight));
        var during = new Period("during", requests.Where(request => request.SentAt >= Before - InFlight && request.SentAt < End));
        var after = new Period("after", requests.Where(request => request.SentAt >= End));
        var recovered = after.LastFailed - End ?? TimeSpan.Zero;
        var later = new Period("later", requests.Where(request => request.SentAt >= End + Recovery));
        await TestContext.Out.WriteLineAsync(
            $"""
            {before}
            {during}
            {after}; the last one that failed was sent {recovered.TotalSeconds:0.0} s after the failures ended
            faults: {brownout.Faults} ({string.Join(", ", brownout.Counts.Select(count => $"{count.Key} {count.Value}"))})
            touches: {touchesBefore} in {Before.TotalSeconds} s before, {touchesDuring} in {Duration.TotalSeconds} s of failures, {skipped} skipped
            """);

        Assert.That(before.Percentile(0.99), Is.LessThan(Margin), "The machine is too slow for this load.");
        Assert.Multiple(() =>
        {
            Assert.That(requests, Has.Length.GreaterThanOrEqualTo(0.9 * PerSecond * (End + After).TotalSeconds));
            Assert.That(brownout.Faults, Is.GreaterThan(during.Length / 2), "There were hardly any failures.");
            Assert.That(requests.Select(request => request.Status), Has.All.AnyOf(200, 503));
            Assert.That(before.Statuses, Has.All.EqualTo(200));
            Assert.That(during.Statuses, Has.Some.EqualTo(200).And.Some.EqualTo(503));

            // Load and commit each have a deadline.
            Assert.That(during.Percentile(0.99), Is.LessThan(IOTimeout + Margin));
            Assert.That(during.Slowest, Is.LessThan((2 * IOTimeout) + Margin));
            Assert.That(recovered, Is.LessThan(Recovery));
            Assert.That(later.Percentile(0.99), Is.LessThan(Margin));
            Assert.That(skipped, Is.GreaterThan(touchesDuring), "Touches were not skipped.");
        });
        await AssertNothingLostAsync(app, requests);
    }

    private static async Task AssertNothingLostAsync(BrownoutApp app, PacedRequest[] requests)
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
                Assert.That(marks, Is.SubsetOf(shopper.Select(request => request.Mark!)), "Something was stored that no request wrote.");
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
