using System.Globalization;
using DynamoSession.Core.Migration;
using Spectre.Console;

namespace SessionTool.Migrate;

/// <summary>Shows a progress bar in a terminal, and writes a line each second to a log.</summary>
internal static class MigrateProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <param name="estimate">The approximate number of records; null if it is unknown.</param>
    /// <param name="run">The run that reports its progress.</param>
    public static Task<BulkMigrationReport> ShowAsync(long? estimate, Func<IProgress<BulkMigrationReport>, Task<BulkMigrationReport>> run) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? ShowBarAsync(estimate, run) : run(new Lines(estimate));

    private static Task<BulkMigrationReport> ShowBarAsync(long? estimate, Func<IProgress<BulkMigrationReport>, Task<BulkMigrationReport>> run) =>
        AnsiConsole.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("reading", maxValue: Math.Max(estimate ?? 0, 1));
            bar.IsIndeterminate = estimate is null or 0;
            return await run(new Bar(bar));
        });

    private static string Describe(BulkMigrationReport report) => string.Create(
        CultureInfo.InvariantCulture, $"{report.Read:N0} read, {report.Migrated:N0} migrated, {report.Kept:N0} kept, {report.Failed.Values.Sum():N0} failed");

    private sealed class Bar(ProgressTask bar) : IProgress<BulkMigrationReport>
    {
        public void Report(BulkMigrationReport value)
        {
            // The table may have grown since DynamoDB last counted its items.
            bar.MaxValue = Math.Max(bar.MaxValue, value.Read);
            bar.Value = value.Read;
            bar.Description = Describe(value);
        }
    }

    private sealed class Lines(long? estimate) : IProgress<BulkMigrationReport>
    {
        private readonly Lock _lock = new();
        private long _last = TimeProvider.System.GetTimestamp();

        public void Report(BulkMigrationReport value)
        {
            lock (_lock)
            {
                var now = TimeProvider.System.GetTimestamp();
                if (TimeProvider.System.GetElapsedTime(_last, now) < Interval)
                {
                    return;
                }

                _last = now;
                Console.Error.WriteLine(estimate is null ? Describe(value) : string.Create(CultureInfo.InvariantCulture, $"{Describe(value)} of about {estimate:N0}"));
            }
        }
    }
}
