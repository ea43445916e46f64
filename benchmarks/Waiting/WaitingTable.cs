using System.Globalization;
using Amazon;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Stores;

namespace DynamoSession.Benchmarks.Waiting;

/// <summary>The memory that a session holds while its request waits for something else, on a DynamoDB that responds at once.</summary>
internal static class WaitingTable
{
    private const int KiloBytes = 20;

    private const int Requests = 500;

    private static readonly SessionKind[] Kinds = [SessionKind.DynamoSession, SessionKind.DynamoSessionBySdk, SessionKind.MicrosoftInMemory];

    public static async Task PrintAsync(int rounds)
    {
        foreach (var (name, value) in LocalTables.Environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        await Console.Out.WriteLineAsync($"| Sessions of {KiloBytes} KB | Content | KB held by a waiting request, without sessions subtracted |\n|---|---|---|");
        foreach (var content in WaitingContent.Of(KiloBytes))
        {
            using (content)
            {
                await PrintAsync(content, rounds);
            }
        }
    }

    private static async Task PrintAsync(WaitingContent content, int rounds)
    {
        AWSConfigs.HttpClientFactory = content.DynamoDb.Factory;
        await using var without = await WaitingApplication.StartAsync(SessionKind.None, content.Texts);
        var applications = new List<WaitingApplication>();
        foreach (var kind in Kinds)
        {
            applications.Add(await WaitingApplication.StartAsync(kind, content.Texts));
        }

        var held = Kinds.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            var rest = await without.HeldBytesAsync(Requests);
            foreach (var (index, application) in applications.Index())
            {
                var bytes = await application.HeldBytesAsync(Requests) - rest;
                if (round >= 0)
                {
                    held[index].Add(bytes / 1_024);
                }
            }
        }

        foreach (var (index, kind) in Kinds.Index())
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {SessionKinds.NameOf(kind)} | {content.Name} | {Quartiles.Of(held[index]).ToString("F1")} |"));
        }

        foreach (var application in applications)
        {
            await application.DisposeAsync();
        }
    }
}
