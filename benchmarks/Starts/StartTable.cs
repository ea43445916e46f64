using DynamoSession.Benchmarks.Stores;

namespace DynamoSession.Benchmarks.Starts;

/// <summary>The time from the start of a process to its first reply, with sessions and without, on a DynamoDB that responds at once.</summary>
internal static class StartTable
{
    private static readonly PublishedProgram[] Programs =
    [
        .. from compilation in Enum.GetValues<Compilation>()
           from project in new[] { "benchmarks/Starts/PlainCart", "examples/Lambda/CartApi" }
           select new PublishedProgram(project, compilation),
    ];

    /// <param name="publishes">Whether the programs are published first; otherwise as they were before.</param>
    /// <param name="rounds">How often each is started.</param>
    public static async Task PrintAsync(bool publishes, int rounds)
    {
        foreach (var program in publishes ? Programs : [])
        {
            await program.PublishAsync();
        }

        // Nothing is read before a session is created, so there is no DynamoDB to ask.
        await using var dynamoDb = await RecordingProcess.StartAsync(new Uri("http://localhost"));
        await dynamoDb.SetModeAsync(RecordingMode.Replay);
        var environment = new Dictionary<string, string>(LocalTables.Environment)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",

            // With the region beside it: from an emulator's URL alone, the SDK would guess one by regular expressions, which it first compiles.
            ["AWS__ServiceURL"] = dynamoDb.Address.ToString().TrimEnd('/'),
            ["AWS__Region"] = LocalTables.Environment["AWS_REGION"],
        };
        var replies = Programs.ToDictionary(program => program, _ => new List<FirstReply>());
        for (var round = -1; round < rounds; round++)
        {
            foreach (var program in Programs)
            {
                var reply = await program.StartAsync(environment);
                if (round >= 0)
                {
                    replies[program].Add(reply);
                }
            }
        }

        await Console.Out.WriteLineAsync("| Compilation | Measured, in ms | Without sessions | CartApi | Behind |\n|---|---|---|---|---|");
        foreach (var pair in Programs.Chunk(2))
        {
            var (without, with) = (replies[pair[0]], replies[pair[1]]);
            await Console.Out.WriteLineAsync(Line(pair[0].Compilation, "time", without, with, reply => reply.Elapsed));
            await Console.Out.WriteLineAsync(Line(pair[0].Compilation, "processor time", without, with, reply => reply.Processor));
        }
    }

    private static string Line(Compilation compilation, string measured, List<FirstReply> without, List<FirstReply> with, Func<FirstReply, double> valueOf) =>
        $"| {compilation} | {measured} | {Quartiles.Of(without.Select(valueOf)).ToString("F0")} | {Quartiles.Of(with.Select(valueOf)).ToString("F0")} | {Quartiles.Of(with.Zip(without, (own, other) => valueOf(own) - valueOf(other))).ToString("F0")} |";
}
