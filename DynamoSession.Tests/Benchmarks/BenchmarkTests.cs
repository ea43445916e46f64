using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Express;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.Benchmarks;

/// <summary>The commands of benchmarks/ that start other software, in a run of seconds whose times mean nothing. They check every answer themselves.</summary>
[TestFixture]
[Category(DotnetCommand.Category)]
[Category(TestEngine.Category)]
public sealed class BenchmarkTests
{
    private static readonly string[] OnDynamoDb =
    [
        "DynamoSession, without the SDK",
        "DynamoSession, by the SDK",
        "Microsoft's, with the calls of AWS's provider",
        "Express, @pwrdrvr/dynamodb-session-store",
        "Express, connect-dynamodb",
    ];

    [OneTimeSetUp]
    public async Task BuildAsync()
    {
        await TestEngine.ClientAsync();
        try
        {
            await ExpressPackages.Installed.DirectoryAsync();
        }
        catch (NodeUnavailableException exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }

        await DotnetCommand.RunAsync(RepositoryFiles.Root, "dotnet", "build", "benchmarks", "-c", "Release");
    }

    [Test]
    public async Task Each_application_is_measured_for_each_size_and_each_DynamoDB()
    {
        var lines = await RunAsync("sockets");

        // Two sizes, and two DynamoDBs.
        Assert.That(OnDynamoDb.Select(name => lines.Count(line => line.StartsWith($"| {name} |", StringComparison.Ordinal))), Is.All.EqualTo(4));
    }

    [Test]
    public async Task A_visit_that_only_reads_costs_one_read_and_that_of_AWS_s_provider_two_and_two_writes()
    {
        var lines = await RunAsync("price");

        // Two strong reads and two writes of 2 KB, in eventually consistent reads: 2 * 2 + 2 * 2 * 10.
        Assert.That(lines, Has.Some.StartsWith("| DynamoSession, Eventual | 00:20:00 | 00:10:00 | 1.00 |"));
        Assert.That(lines, Has.Some.StartsWith("| Microsoft's session, with the calls of AWS's provider | 00:20:00 | - | 44.00 |"));
    }

    [Test]
    public async Task The_memory_of_waiting_requests_is_measured()
    {
        var lines = await RunAsync("waiting");

        // By both paths, for sessions of texts and for those that are half objects.
        Assert.That(lines.Count(line => line.StartsWith("| DynamoSession, ", StringComparison.Ordinal)), Is.EqualTo(4));
    }

    private static async Task<string[]> RunAsync(string command) => (await DotnetCommand.RunAsync(
        RepositoryFiles.Root, "dotnet", "exec", Path.Combine("benchmarks", "bin", "Release", "net10.0", "Benchmarks.dll"), command, "quick")).Split('\n');
}
