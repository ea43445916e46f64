using System.Diagnostics;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core.Wire;
using DynamoSession.Core.Wire.Signing;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>What is sent, next to what the SDK sends.</summary>
public sealed class WireRequestsTests
{
    private static readonly string Empty = WireScript.Response("200 OK", "{}", WireScript.EmptyObject);

    // The first two are part of what the SDK signs, and the last one tells which attempts belong to one call; there is only one. DynamoDB needs none of them.
    private static readonly string[] Unnecessary = ["x-amz-api-version", "X-Amz-Content-SHA256", "amz-sdk-invocation-id"];

    [Test]
    public async Task The_headers_are_those_of_the_SDK()
    {
        await using var server = ScriptedServer.Start(Empty);
        using var client = Client(server);
        using var activity = new Activity("request").Start();

        await client.UpdateItemAsync("sessions", Key(), []);
        await Wire(client).SendAsync(WireOperation.UpdateItem, "{}"u8.ToArray(), default);

        var (sdk, wire) = (Headers(server.Heads[0]), Headers(server.Heads[1]));
        Assert.That(wire.Keys, Is.EquivalentTo(sdk.Keys.Except(Unnecessary, StringComparer.OrdinalIgnoreCase)));
        foreach (var name in new[] { "X-Amz-Target", "Host", "Content-Type", "x-amz-security-token" })
        {
            Assert.That(wire[name], Is.EqualTo(sdk[name]));
        }

        Assert.That(server.Heads[1].Split("\r\n")[0], Is.EqualTo(server.Heads[0].Split("\r\n")[0]).And.EqualTo("POST / HTTP/1.1"));
        Assert.That(wire["traceparent"], Does.Contain(activity.TraceId.ToString()));
    }

    [Test]
    public async Task The_user_agent_names_the_SDK_the_application_and_the_package()
    {
        await using var server = ScriptedServer.Start(Empty);
        using var client = Client(server);

        await client.GetItemAsync("sessions", Key());
        await Wire(client).SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default);

        var (sdk, wire) = (Headers(server.Heads[0])["User-Agent"], Headers(server.Heads[1])["User-Agent"]);
        Assert.That(wire, Does.EndWith(" app/an-app lib/DynamoSession"));
        Assert.That(sdk, Does.StartWith(wire[..^" lib/DynamoSession".Length]));
    }

    [Test]
    public async Task A_request_of_the_SDK_gets_the_signature_that_the_SDK_has_given_it()
    {
        using var handler = new CapturingHandler();
        var config = new AmazonDynamoDBConfig { RegionEndpoint = Amazon.RegionEndpoint.EUWest1, HttpClientFactory = handler.ToFactory() };
        using var client = new AmazonDynamoDBClient(new SessionAWSCredentials("key", "secret", "token"), config);
        await client.GetItemAsync("sessions", Key());
        var sent = handler.Requests.Single();
        var names = sent.Authorization.Split("SignedHeaders=")[1].Split(',')[0];
        var time = sent.Headers["X-Amz-Date"];
        var form = new CanonicalForm
        {
            Method = "POST",
            Path = "/",
            Query = "",
            Headers = [.. names.Split(';').Select(name => new SignedHeader(name, sent.Headers[name]))],
            HeaderNames = names,
            Body = sent.Body,
        };

        var authorization = new SignatureV4("eu-west-1", "dynamodb").Authorize(form, new SigningMoment(time[..8], time), "key", "secret");

        Assert.That(authorization, Is.EqualTo(sent.Authorization));
    }

    [Test]
    public async Task The_signature_is_that_of_what_is_sent()
    {
        using var handler = new CapturingHandler();
        using var connections = handler.ToConnections();
        using var client = new AmazonDynamoDBClient(new SessionAWSCredentials("key", "secret", "token"), Amazon.RegionEndpoint.EUWest1);
        var wire = DynamoDbWire.Of(client, "sessions", _ => connections, TimeProvider.System)!;
        await wire.SendAsync(WireOperation.UpdateItem, Encoding.UTF8.GetBytes("""{"TableName":"sessions ü"}"""), default);
        var sent = handler.Requests.Single();
        var head = new StringBuilder("POST / HTTP/1.1\n");
        foreach (var (name, value) in sent.Headers)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\n");
        }

        var request = SignedRequestOf($"{head}\n{Encoding.UTF8.GetString(sent.Body)}");
        var time = sent.Headers["X-Amz-Date"];
        var authorization = new SignatureV4("eu-west-1", "dynamodb").Authorize(request.Form, new SigningMoment(time[..8], time), "key", "secret");

        Assert.That(authorization, Is.EqualTo(sent.Authorization));
    }

    [Test]
    public void The_trace_id_is_sent_only_in_a_function_of_Lambda()
    {
        const string id = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

        Assert.That(new LambdaTrace(Variables(("_X_AMZN_TRACE_ID", id))).Current(), Is.Null);
        Assert.That(new LambdaTrace(Variables(("AWS_LAMBDA_FUNCTION_NAME", "f"))).Current(), Is.Null);
        Assert.That(new LambdaTrace(Variables(("AWS_LAMBDA_FUNCTION_NAME", "f"), ("_X_AMZN_TRACE_ID", id))).Current(), Is.EqualTo(id));
        Assert.That(() => new LambdaTrace(Variables(("AWS_LAMBDA_FUNCTION_NAME", "f"), ("_X_AMZN_TRACE_ID", "ü"))).Current(), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void A_function_with_several_requests_at_a_time_has_no_trace_id_of_its_own()
    {
        Assert.That(new LambdaTrace(Variables(("AWS_LAMBDA_FUNCTION_NAME", "f"), ("AWS_LAMBDA_MAX_CONCURRENCY", "10"))).IsKnown, Is.False);
        Assert.That(new LambdaTrace(Variables(("AWS_LAMBDA_FUNCTION_NAME", "f"))).IsKnown, Is.True);
        Assert.That(new LambdaTrace(Variables(("AWS_LAMBDA_MAX_CONCURRENCY", "10"))).IsKnown, Is.True);
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.SingleOrDefault(variable => variable.Name == name).Value;

    private static Signing.SignedRequest SignedRequestOf(string text) => Signing.SignedRequest.Parse(text);

    private static AmazonDynamoDBClient Client(ScriptedServer server) => new(
        new SessionAWSCredentials("key", "secret", "token"),
        new AmazonDynamoDBConfig { ServiceURL = server.Url, AuthenticationRegion = "us-east-1", ClientAppId = "an-app" });

    private static DynamoDbWire Wire(AmazonDynamoDBClient client) => DynamoDbWire.Of(client, "sessions")!;

    private static Dictionary<string, AttributeValue> Key() => new() { ["id"] = new AttributeValue { S = "1" } };

    private static Dictionary<string, string> Headers(string head) => head.Split("\r\n")[1..]
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
}
