using DynamoSession.Core;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Sessions;

/// <summary>The result of a command that has read the whole table.</summary>
/// <param name="Count">How many sessions were counted, deleted or ended.</param>
/// <param name="ReadUnits">The read capacity units that this run has consumed.</param>
/// <param name="WriteUnits">The write capacity units that this run has consumed.</param>
internal sealed record ScanResult(long Count, double ReadUnits, double WriteUnits)
{
    public static ScanResult Of(SessionScan scan) => new(scan.Count, scan.ConsumedReadUnits, scan.ConsumedWriteUnits);

    /// <summary>Writes it for people.</summary>
    public static Action<IAnsiConsole, ScanResult> Writer(string what) => (console, result) =>
        console.WriteLine($"{what}: {Shown.Number(result.Count)} ({Shown.Units(result.ReadUnits)} read units, {Shown.Units(result.WriteUnits)} write units)");
}
