using System.Globalization;
using DynamoSession.Core;
using Spectre.Console;

namespace SessionTool.Sessions;

/// <summary>Shows how far a scan has come: a status in a terminal, a line every few seconds in a log. Both go to standard error.</summary>
internal static class ScanProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    public static async Task ShowAsync(SessionScan scan, string what, Task running)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        if (console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected)
        {
            await console.Status().StartAsync(Describe(scan, what), async context =>
            {
                while (await Task.WhenAny(running, Task.Delay(Refresh, TimeProvider.System)) != running)
                {
                    context.Status(Describe(scan, what));
                }
            });
        }
        else
        {
            while (await Task.WhenAny(running, Task.Delay(Interval, TimeProvider.System)) != running)
            {
                await Console.Error.WriteLineAsync(Describe(scan, what));
            }
        }

        await running;
    }

    private static string Describe(SessionScan scan, string what) => string.Create(
        CultureInfo.InvariantCulture, $"{what}: {scan.Count:N0} so far ({scan.ConsumedReadUnits:N0} read units, {scan.ConsumedWriteUnits:N0} write units)");
}
