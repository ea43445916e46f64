using System.Globalization;
using Amazon;
using DynamoSession.Benchmarks.Items;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>How the cost of reading one field grows with the session around it.</summary>
internal static class GrowthTable
{
    private static readonly int[] Sizes = [2, 20, 200];

    public static async Task PrintAsync(int rounds)
    {
        var canned = Sizes.Select(kiloBytes => new CannedDynamoDb(kiloBytes)).ToArray();
        var clients = canned.Select(dynamoDb => new PlainCalls(dynamoDb.CreateClient())).ToArray();
        var applications = new List<SessionRequests>();
        foreach (var dynamoDb in canned)
        {
            // An application keeps the connections that it found when it was started.
            AWSConfigs.HttpClientFactory = dynamoDb.Factory;
            var application = SessionRequests.Start(usesSdk: false);
            await application.SendAsync(RequestKind.OneField);
            applications.Add(application);
        }

        await using var without = SessionRequests.StartWithout();
        var bare = new Measured(() => without.SendAsync(RequestKind.OneField));
        var plain = clients.Select(client => new Measured(client.GetAsync)).ToArray();
        var reads = applications.Select(application => new Measured(() => application.SendAsync(RequestKind.OneField))).ToArray();
        await Measured.TakeTurnsAsync([bare, .. plain, .. reads], rounds, calls: 100);

        await Console.Out.WriteLineAsync("\n| One field read, without the SDK | × GetItem of the same item | × the same request with 2 KB | Median in μs |\n|---|---|---|---|");
        foreach (var (size, kiloBytes) in Sizes.Index())
        {
            var own = reads[size].Microseconds.Zip(bare.Microseconds, (request, rest) => request - rest).ToArray();
            var smallest = reads[0].Microseconds.Zip(bare.Microseconds, (request, rest) => request - rest);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {kiloBytes} KB | {Quartiles.Of(own.Zip(plain[size].Microseconds, (part, call) => part / call)).ToString("F3")} | {Quartiles.Of(own.Zip(smallest, (part, other) => part / other)).ToString("F2")} | {Quartiles.Of(reads[size].Microseconds).Median:F1} |"));
        }

        foreach (var application in applications)
        {
            await application.DisposeAsync();
        }

        Array.ForEach(clients, client => client.Dispose());
        Array.ForEach(canned, dynamoDb => dynamoDb.Dispose());
    }
}
