using System.CommandLine;
using System.Globalization;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Cost;

/// <summary><c>dynamosession cost</c>: estimates what sessions consume in a month. It makes no call.</summary>
internal static class CostCommand
{
    private const int MaxItemBytes = 400 * 1024;
    private const double Many = 1_000_000_000;

    public static Command Create()
    {
        var command = new Command("cost", "Estimates the units and the money that sessions consume in a month, for each consistency. Makes no call.");
        var requests = new Option<double>("--requests") { Description = "The requests per minute that use a session.", Required = true };
        var bytes = new Option<int>("--bytes") { Description = "The size of a session's item.", DefaultValueFactory = _ => 2048 };
        var writes = new Option<double>("--writes") { Description = "The share of the requests that change the session, 0 to 1.", DefaultValueFactory = _ => 0.1 };
        var created = new Option<double>("--new") { Description = "The sessions that are created in a month.", DefaultValueFactory = _ => 0 };
        var interval = new Option<TimeSpan>("--interval") { Description = "The time between two requests of a browser.", DefaultValueFactory = _ => TimeSpan.FromSeconds(10) };
        var idle = new Option<TimeSpan>("--idle-timeout") { Description = "The application's IdleTimeout.", DefaultValueFactory = _ => TimeSpan.FromMinutes(20) };
        var touchAfter = new Option<TimeSpan?>("--touch-after") { Description = "The application's TouchAfter, at most half of IdleTimeout. Without it, the default (a tenth) and the maximum are compared." };
        var readPrice = new Option<decimal>("--read-price") { Description = "The price of a million read units.", DefaultValueFactory = _ => Prices.Default.Read };
        var writePrice = new Option<decimal>("--write-price") { Description = "The price of a million write units.", DefaultValueFactory = _ => Prices.Default.Write };
        var result = new ResultOptions();
        foreach (var option in new Option[] { requests, bytes, writes, created, interval, idle, touchAfter, readPrice, writePrice })
        {
            command.Add(option);
        }

        result.AddTo(command);
        command.SetAction((parsed, _) => Runner.RunAsync(() =>
        {
            var workload = Checked(new(parsed.GetValue(requests), parsed.GetValue(bytes), parsed.GetValue(writes), parsed.GetValue(created), parsed.GetValue(interval)));
            var timeout = parsed.GetValue(idle);
            ThrowUnless(timeout > TimeSpan.Zero, "--idle-timeout", "more than zero");
            ThrowUnless(parsed.GetValue(readPrice) >= 0, "--read-price", "at least 0");
            ThrowUnless(parsed.GetValue(writePrice) >= 0, "--write-price", "at least 0");
            IReadOnlyList<TimeSpan> touches = parsed.GetValue(touchAfter) is { } after ? [Checked(after, timeout)] : [timeout / 10, timeout / 2];
            var rows = CostModel.Compute(workload, touches, new(parsed.GetValue(readPrice), parsed.GetValue(writePrice)));
            if (result.IsJson(parsed))
            {
                foreach (var row in rows)
                {
                    result.TryWriteJson(parsed, row);
                }
            }
            else
            {
                Write(AnsiConsole.Console, rows);
            }

            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }

    private static Workload Checked(Workload workload)
    {
        ThrowUnless(workload.RequestsPerMinute is >= 0 and <= Many, "--requests", "between 0 and 1,000,000,000");
        ThrowUnless(workload.Bytes is > 0 and <= MaxItemBytes, "--bytes", "between 1 and 409,600, as a DynamoDB item");
        ThrowUnless(workload.WriteShare is >= 0 and <= 1, "--writes", "between 0 and 1");
        ThrowUnless(workload.NewPerMonth is >= 0 and <= Many * 1_000, "--new", "between 0 and 1,000,000,000,000");
        ThrowUnless(workload.Interval > TimeSpan.Zero, "--interval", "more than zero");
        return workload;
    }

    private static TimeSpan Checked(TimeSpan touchAfter, TimeSpan idleTimeout)
    {
        ThrowUnless(touchAfter > TimeSpan.Zero && touchAfter <= idleTimeout / 2, "--touch-after", "more than zero and at most half of --idle-timeout");
        return touchAfter;
    }

    private static void ThrowUnless(bool isValid, string option, string rule)
    {
        if (!isValid)
        {
            throw new UsageException($"{option} must be {rule}.");
        }
    }

    private static void Write(IAnsiConsole console, IEnumerable<CostRow> rows)
    {
        var table = Shown.Table("Sessions", "TouchAfter", "Read units", "Write units", "A month");
        foreach (var row in rows)
        {
            table.AddRow(
                Shown.Cell(row.Sessions),
                Shown.Cell(Shown.Span(row.TouchAfter)),
                Shown.Cell(row.ReadUnits.ToString("N0", CultureInfo.InvariantCulture)),
                Shown.Cell(row.WriteUnits.ToString("N0", CultureInfo.InvariantCulture)),
                Shown.Cell(row.Cost.ToString("N2", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
        console.WriteLine("An estimate for on-demand billing, without storage, backups, streams and the index of users. With ReadYourWrites, requests that follow a change more closely than --interval read at the price of Strong.");
    }
}
