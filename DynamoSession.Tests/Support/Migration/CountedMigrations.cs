using System.Diagnostics.Metrics;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>Listens to the counter of one application's migrations.</summary>
internal sealed class CountedMigrations(SessionApp app) : IDisposable
{
    private readonly MetricCollector<long> _collector = new(app.Services.GetRequiredService<IMeterFactory>(), DynamoSessionMetrics.MeterName, DynamoSessionMetrics.Migrations);

    /// <summary>Gets the outcomes that were counted, in their order.</summary>
    public IReadOnlyCollection<string> Outcomes =>
        [.. _collector.GetMeasurementSnapshot().SelectMany(measurement => Enumerable.Repeat((string)measurement.Tags["dynamosession.outcome"]!, (int)measurement.Value))];

    public void Dispose() => _collector.Dispose();
}
