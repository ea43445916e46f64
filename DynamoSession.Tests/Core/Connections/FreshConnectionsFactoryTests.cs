using System.Net;
using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Connections;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Aws;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Core.Connections;

/// <summary>The connections of a real client, and of a real handler.</summary>
public sealed class FreshConnectionsFactoryTests
{
    [Test]
    [Category(TestEngine.Category)]
    public async Task The_proxy_of_the_configuration_is_used()
    {
        await using var proxy = MortalProxy.Start(new Uri((await TestEngine.ClientAsync()).Config.ServiceURL));
        var config = SessionDynamoDbClient.CreateConfig();
        config.ServiceURL = "http://dynamodb.invalid";
        config.AuthenticationRegion = "us-east-1";
        config.SetWebProxy(new WebProxy(proxy.Endpoint));
        using var client = new AmazonDynamoDBClient(SessionClients.Credentials, config);

        await client.ListTablesAsync();

        Assert.That(proxy.Open, Is.EqualTo(1));
    }

    [Test]
    public async Task A_response_that_is_being_read_arrives_whole_although_its_connections_are_replaced()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartServerAsync(gate.Task);
        var clock = new ManualTimeProvider();
        using var client = new HttpClient(new FreshConnectionsHandler(() => new SocketsHttpHandler(), TimeSpan.FromSeconds(20), clock));
        using var response = await client.GetAsync(server.Urls.Single(), HttpCompletionOption.ResponseHeadersRead);

        clock.Advance(FreshConnectionsHandler.IdleTimeout * 2);
        using var next = await client.GetAsync(server.Urls.Single(), HttpCompletionOption.ResponseHeadersRead);
        gate.SetResult();

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("first second"));
        Assert.That(await next.Content.ReadAsStringAsync(), Is.EqualTo("first second"));
    }

    /// <summary>Starts a server whose responses stop in the middle until the gate opens.</summary>
    private static async Task<WebApplication> StartServerAsync(Task gate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(async context =>
        {
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            await gate;
            await context.Response.WriteAsync("second");
        });
        await server.StartAsync();
        return server;
    }
}
