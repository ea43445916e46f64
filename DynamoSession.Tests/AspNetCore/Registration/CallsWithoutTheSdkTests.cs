using DynamoSession.Core;
using DynamoSession.Tests.Core.Wire;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Aws;
using DynamoSession.Tests.Support.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Registration;

/// <summary>Who makes the two calls of a request: the SDK says in a header that it would attempt a call three times.</summary>
public sealed class CallsWithoutTheSdkTests
{
    [TestCase(SessionClient.Own, false, "attempt=1; max=1")]
    [TestCase(SessionClient.Own, true, "attempt=1; max=3")]
    [TestCase(SessionClient.Configured, false, "attempt=1; max=3")]
    [TestCase(SessionClient.Foreign, true, "attempt=1; max=")]
    public async Task Only_a_client_that_DynamoSession_has_created_is_passed_by(object client, bool usesSdk, string attempts)
    {
        await using var server = ScriptedServer.Start(WireScript.Response("200 OK", "{}", WireScript.EmptyObject));
        await using var services = Services((SessionClient)client, usesSdk, server.Url);

        var result = await services.GetRequiredService<ISessionTable>().LoadAsync(Sample.NewId(), consistentRead: true, default);

        Assert.That(result.Status, Is.EqualTo(SessionLoadStatus.Missing));
        Assert.That(server.Heads.Single(), Does.Contain($"amz-sdk-request: {attempts}").IgnoreCase);
    }

    [Test]
    public async Task A_response_that_is_not_as_it_should_be_is_asked_for_again_by_the_SDK()
    {
        var responses = new Queue<string>([WireScript.Response("200 OK", "{}", "X-Amz-Crc32: 1\r\n"), WireScript.Response("200 OK", "{}", WireScript.EmptyObject)]);
        await using var server = ScriptedServer.Start(async (socket, cancellationToken) =>
        {
            await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(responses.Dequeue()), cancellationToken);
            return false;
        });
        await using var services = Services(SessionClient.Own, usesSdk: false, server.Url);

        var result = await services.GetRequiredService<ISessionTable>().LoadAsync(Sample.NewId(), consistentRead: true, default);

        Assert.That(result.Status, Is.EqualTo(SessionLoadStatus.Missing));
        Assert.That(server.Heads.Select(head => head.Contains("max=1", StringComparison.Ordinal)), Is.EqualTo(new[] { true, false }));
    }

    private static ServiceProvider Services(SessionClient client, bool usesSdk, string url)
    {
        var services = new ServiceCollection();
        services.AddDynamoSession(options => options.UseSdk = usesSdk);
        SessionClients.Register(services, client, new Uri(url), SessionClients.Credentials);
        return services.BuildServiceProvider();
    }
}
