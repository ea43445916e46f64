using DynamoSession.Tests.Support.Leaks;

namespace DynamoSession.Tests;

/// <summary>Watches the telemetry of the whole run.</summary>
[SetUpFixture]
public sealed class TelemetryWatch
{
    private WatchedTelemetry? _telemetry;

    [OneTimeSetUp]
    public void Begin() => _telemetry = new WatchedTelemetry();

    [OneTimeTearDown]
    public void End() => _telemetry?.Dispose();
}
