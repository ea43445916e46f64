using System.Globalization;
using DynamoSession.Core.Migration;
using Spectre.Console;

namespace SessionTool.Migrate;

/// <summary>Writes the report: one line for each number, readable for people and for grep.</summary>
internal static class MigrateReport
{
    public static void Write(IAnsiConsole console, BulkMigrationReport report, BulkMigrationOptions settings)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn();
        Add(grid, report.Read, "read");
        Add(grid, report.Migrated, settings.IsDryRun ? "would be migrated" : "migrated");
        Add(grid, report.Kept, "kept: already migrated by a request");
        AddReasons(grid, report.Skipped, "skipped");
        AddReasons(grid, report.Failed, "failed");
        AddReasons(grid, report.FieldsLost, "fields not migrated");
        if (settings is { IsDryRun: false, Mode: BulkMigrationMode.Finish })
        {
            Add(grid, report.Deleted, "legacy records deleted");
            Add(grid, report.NotDeleted, "legacy records not deleted: they kept changing");
            Add(grid, report.SignedOut, "signed out in the legacy application during the run");
        }

        Add(grid, (long)Math.Ceiling(report.ReadUnits), "read units");
        Add(grid, (long)Math.Ceiling(report.WriteUnits), "write units");
        foreach (var problem in report.Problems)
        {
            grid.AddRow(new Text(""), new Text(Printable.Of($"record {problem.Record}: {problem.Reason}")));
        }

        console.Write(grid);
        if (settings.IsDryRun)
        {
            console.WriteLine("Nothing was written. Add --apply to write.");
        }
    }

    private static void AddReasons(Grid grid, IReadOnlyDictionary<string, long> reasons, string what)
    {
        foreach (var (reason, number) in reasons)
        {
            Add(grid, number, $"{what}: {reason}");
        }
    }

    private static void Add(Grid grid, long number, string what) =>
        grid.AddRow(new Text(number.ToString("N0", CultureInfo.InvariantCulture)), new Text(Printable.Of(what)));
}
