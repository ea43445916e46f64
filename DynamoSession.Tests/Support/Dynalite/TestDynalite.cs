using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.Support.Dynalite;

/// <summary>
/// A second implementation of DynamoDB, which shares no code with the first: fetched, started with the first test that asks for it and
/// stopped with the run.
/// </summary>
internal static class TestDynalite
{
    private static readonly NodePackages Packages = new("dynalite", """
        {
          "private": true,
          "dependencies": { "dynalite": "4.0.0" }
        }
        """);

    private static readonly Lazy<Task<NodeProcess>> Started =
        new(() => NodeProcess.StartAsync("Support/Dynalite/server.js", Packages, new Dictionary<string, string>()));

    private static readonly Lazy<Task<IAmazonDynamoDB>> Client = new(ConnectAsync);

    /// <summary>One client for all; a test that cannot have it is skipped with the remedy, in CI it fails.</summary>
    public static async Task<IAmazonDynamoDB> ClientAsync()
    {
        try
        {
            return await Client.Value;
        }
        catch (NodeUnavailableException exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
    }

    /// <returns>The same client; null on a machine that cannot have it, but never in CI.</returns>
    public static async Task<IAmazonDynamoDB?> FindClientAsync()
    {
        try
        {
            return await Client.Value;
        }
        catch (NodeUnavailableException exception) when (!Requirement.IsCI)
        {
            await TestContext.Out.WriteLineAsync(exception.Message);
            return null;
        }
    }

    public static async Task StopAsync()
    {
        if (Client is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            (await Client.Value).Dispose();
        }

        if (Started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Started.Value).DisposeAsync();
        }
    }

    private static async Task<IAmazonDynamoDB> ConnectAsync()
    {
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = (await Started.Value).Address.ToString(),
            AuthenticationRegion = "us-east-1",
            // What it does not understand it must not be asked again.
            MaxErrorRetry = 0,
        };
        return new AmazonDynamoDBClient(new BasicAWSCredentials("DynamoSessionTests", "none"), config);
    }
}
