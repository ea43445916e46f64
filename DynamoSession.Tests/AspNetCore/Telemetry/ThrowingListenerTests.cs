using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Telemetry;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>What a listener that throws does to the measurements.</summary>
public sealed class ThrowingListenerTests : TelemetryFixture
{
    [TestCase(DynamoSessionMetrics.LoadDuration, "found")]
    [TestCase(DynamoSessionMetrics.CommitDuration, "updated")]
    [TestCase(DynamoSessionMetrics.TouchDuration, "extended")]
    [TestCase(DynamoSessionMetrics.RenewalDuration, "renewed")]
    [TestCase(DynamoSessionMetrics.DestroyDuration, "destroyed")]
    [TestCase(DynamoSessionMetrics.LeaseWaitDuration, "acquired")]
    public async Task An_operation_is_measured_once(string instrument, string outcome)
    {
        using var listener = new ThrowingListener(App.App, instrument);

        await MakeAsync(instrument);

        Assert.That(listener.Outcomes, Is.EqualTo(new[] { outcome }));
    }

    [Test]
    public async Task A_span_ends()
    {
        using var listener = new ThrowingListener(App.App, DynamoSessionMetrics.LoadDuration);

        await ReadAsync();

        Assert.That(listener.Outcomes, Is.Not.Empty);
        Assert.That(Seen.Spans.Select(span => span.DisplayName), Is.EqualTo(new[] { DynamoSessionTracing.LoadSpan }));
    }

    /// <summary>Makes a request that makes an operation.</summary>
    private Task<Answer> MakeAsync(string instrument)
    {
        switch (instrument)
        {
            case DynamoSessionMetrics.TouchDuration:
                Clock.Advance(TimeSpan.FromMinutes(3));
                return ReadAsync();
            case DynamoSessionMetrics.RenewalDuration:
                return App.RunAsync(session => session.RenewId());
            case DynamoSessionMetrics.DestroyDuration:
                return App.RunAsync(session => session.Destroy());
            case DynamoSessionMetrics.LeaseWaitDuration:
                return ReadAsync("exclusive");
            default:
                return StoreAsync("light");
        }
    }
}
