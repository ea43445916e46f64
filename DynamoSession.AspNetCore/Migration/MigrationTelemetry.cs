using System.Diagnostics.Metrics;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Counts the outcomes of requests with legacy cookies.</summary>
internal sealed class MigrationTelemetry(IMeterFactory meters)
{
    private readonly Counter<long> _migrations = meters.Create(DynamoSessionMetrics.MeterName)
        .CreateCounter<long>(DynamoSessionMetrics.Migrations, unit: "{session}", description: "The outcomes of requests with legacy cookies.");

    public void Count(IMigrationSource source, MigrationOutcome outcome) =>
        _migrations.Add(1, new("store", source.Name), new("outcome", NameOf(outcome)));

    private static string NameOf(MigrationOutcome outcome) => outcome switch
    {
        MigrationOutcome.Migrated => "migrated",
        MigrationOutcome.Reopened => "reopened",
        MigrationOutcome.Completed => "completed",
        MigrationOutcome.Refused => "refused",
        MigrationOutcome.Ended => "ended",
        MigrationOutcome.Missing => "missing",
        MigrationOutcome.Expired => "expired",
        _ => "corrupt",
    };
}
