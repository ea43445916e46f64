using DynamoSession.AspNetCore.Telemetry;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Counts the outcomes of requests with legacy cookies.</summary>
internal sealed class MigrationTelemetry(SessionCounters counters)
{
    public void Count(IMigrationSource source, MigrationOutcome outcome) => counters.Migrated(source.Name, NameOf(outcome));

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
