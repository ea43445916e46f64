using System.Text;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Responses as bytes, and a wire to a server that sends them.</summary>
internal static class WireScript
{
    /// <summary>The checksum of <c>{}</c>, as DynamoDB sends it with every empty response.</summary>
    public const string EmptyObject = "X-Amz-Crc32: 2745614147\r\n";

    public static string Response(string status, string body, string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public static string Error(string type, string rest = "", string status = "400 Bad Request") =>
        Response(status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"injected"{{rest}}}""");

    public static AmazonDynamoDBClient Client(string url, TimeSpan? timeout = null) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = "us-east-1", Timeout = timeout ?? TimeSpan.FromSeconds(20) });

    /// <summary>Sends a request to a server that has one response.</summary>
    public static async Task<WireAnswer> SendAsync(string response)
    {
        await using var server = ScriptedServer.Start(response);
        using var client = Client(server.Url);
        return await DynamoDbWire.Of(client, "sessions")!.SendAsync(WireOperation.UpdateItem, "{}"u8.ToArray(), default);
    }
}
