using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Whatever DynamoDB or something in between responds, a table without the SDK does the same as one with it.</summary>
public sealed class WireFaultTests
{
    private const string Item =
        """{"id":{"S":"s1#a"},"sess":{"M":{"theme":{"S":"dark"}}},"rt":{"M":{}},"expires":{"N":"4102444800"},"iat":{"N":"1"},"ver":{"N":"3"},"fmt":{"N":"1"}}""";

    private static readonly Dictionary<string, string> Responses = new()
    {
        ["nothing"] = "",
        ["not HTTP"] = "hello\r\n\r\n",
        ["an item"] = WireScript.Response("200 OK", $$"""{"Item":{{Item}}}"""),
        ["no item"] = WireScript.Response("200 OK", "{}", WireScript.EmptyObject),
        ["a wrong checksum"] = WireScript.Response("200 OK", "{}", "X-Amz-Crc32: 1\r\n"),
        ["a body that ends too early"] = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{\"Item\":",
        ["half of an item"] = WireScript.Response("200 OK", $$"""{"Item":{{Item[..80]}}"""),
        ["HTML"] = WireScript.Response("200 OK", "<html>Sign in</html>"),
        ["a list"] = WireScript.Response("200 OK", "[]"),
        ["an empty body"] = WireScript.Response("200 OK", ""),
        ["text that is not valid Unicode"] = WireScript.Response("200 OK", """{"Item":{"sess":{"M":{"a":{"S":"\ud800"}}}}}"""),
        ["a field that is not valid"] = WireScript.Response("200 OK", Item.Insert(1, "\"x\":1,").Insert(0, "{\"Item\":") + "}"),
        ["a field without a type"] = WireScript.Response("200 OK", $$"""{"Item":{{Item.Replace("""{"S":"dark"}""", "{}", StringComparison.Ordinal)}}}"""),
        ["a number that is not valid"] = WireScript.Response("200 OK", $$"""{"Item":{{Item.Replace("""{"S":"dark"}""", """{"N":"x"}""", StringComparison.Ordinal)}}}"""),
        ["a newer format"] = WireScript.Response("200 OK", $$"""{"Item":{{Item.Replace("""fmt":{"N":"1"}""", """fmt":{"N":"2"}""", StringComparison.Ordinal)}}}"""),
        ["1 MB"] = WireScript.Response("200 OK", $$"""{"Item":{{Item.Replace("dark", new string('x', 1_000_000), StringComparison.Ordinal)}}}"""),
        ["a redirect"] = WireScript.Response("307 Temporary Redirect", "", "Location: http://127.0.0.1:9/\r\n"),
        ["a failed condition"] = WireScript.Error("ConditionalCheckFailedException"),
        ["a failed condition with the item"] = WireScript.Error("ConditionalCheckFailedException", $",\"Item\":{Item}"),
        ["access denied"] = WireScript.Error("AccessDeniedException"),
        ["no table"] = WireScript.Error("ResourceNotFoundException"),
        ["invalid"] = WireScript.Error("ValidationException"),
        ["too large"] = WireScript.Response("400 Bad Request", """{"__type":"com.amazon.coral.validate#ValidationException","message":"Item size to update has exceeded the maximum allowed size"}"""),
        ["of another type"] = WireScript.Response("400 Bad Request", """{"__type":"com.amazon.coral.validate#ValidationException","message":"An operand in the update expression has an incorrect data type"}"""),
        ["throttled"] = WireScript.Error("ProvisionedThroughputExceededException"),
        ["throttled by the account"] = WireScript.Error("ThrottlingException"),
        ["an expired token"] = WireScript.Error("ExpiredTokenException"),
        ["a wrong signature"] = WireScript.Error("InvalidSignatureException"),
        ["an unknown key"] = WireScript.Error("UnrecognizedClientException"),
        ["an unknown operation"] = WireScript.Error("UnknownOperationException"),
        ["an error of another kind"] = WireScript.Error("SomethingNewException"),
        ["an error without a type"] = WireScript.Response("400 Bad Request", "{}"),
        ["too large a request"] = WireScript.Error("RequestEntityTooLarge", status: "413 Request Entity Too Large"),
        ["an internal error"] = WireScript.Error("InternalServerError", status: "500 Internal Server Error"),
        ["an unavailable service"] = WireScript.Response("503 Service Unavailable", "<html>busy</html>"),
        ["not implemented"] = WireScript.Response("501 Not Implemented", ""),
    };

    private static readonly Dictionary<string, Func<DynamoDbSessionTable, Task<string>>> Operations = new()
    {
        ["Load"] = async table => Describe(await table.LoadAsync("a", consistentRead: true, default)),
        ["Create"] = async table => (await table.CreateAsync(Sample.Creation(TimeProvider.System.GetUtcNow(), id: "a", fields: ("theme", Sample.Text("dark"))), default)).ToString(),
        ["Commit"] = async table => (await table.CommitAsync(Sample.Commit(Loaded, Sample.Changes(("visits", SessionChange.Increment(1)))), default)).ToString(),
        ["Touch"] = async table => (await table.TouchAsync("a", idleTimeout: null, TimeProvider.System.GetUtcNow().AddDays(40_000), default)).ToString(),
        ["Destroy"] = async table => (await table.DestroyAsync("a", default)).ToString(),
        ["Acquire"] = async table => Describe(await table.AcquireAsync(new SessionLease { Id = "a", Duration = TimeSpan.FromSeconds(10) }, default)),
    };

    private static SessionRecord Loaded => new()
    {
        Id = "a",
        Fields = new Dictionary<string, SessionValue>(),
        Version = 3,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(20),
        AbsoluteExpiresAt = null,
        CommitTokens = new Dictionary<string, long>(),
    };

    [Test]
    public async Task It_does_the_same_as_the_SDK([ValueSource(nameof(ResponseNames))] string response, [ValueSource(nameof(OperationNames))] string operation)
    {
        var withoutTheSdk = await RunAsync(Responses[response], Operations[operation], usesSdk: false);
        var bySdk = await RunAsync(Responses[response], Operations[operation], usesSdk: true);

        Assert.That(withoutTheSdk, Is.EqualTo(bySdk));
    }

    private static string[] ResponseNames() => [.. Responses.Keys];

    private static string[] OperationNames() => [.. Operations.Keys];

    private static async Task<string> RunAsync(string response, Func<DynamoDbSessionTable, Task<string>> operation, bool usesSdk)
    {
        await using var server = ScriptedServer.Start(response);
        var config = SessionDynamoDbClient.CreateConfig();
        config.ServiceURL = server.Url;
        config.AuthenticationRegion = "us-east-1";
        config.MaxErrorRetry = 1;
        using var client = new AmazonDynamoDBClient(Support.Aws.SessionClients.Credentials, config);
        using var wire = usesSdk ? null : DynamoDbWire.Of(client, "sessions")!;
        try
        {
            return await operation(new DynamoDbSessionTable(client, new SessionTableOptions(), TimeProvider.System, wire));
        }
        catch (SessionException exception)
        {
            var store = exception as SessionStoreException;
            return $"{exception.GetType().Name}: {exception.Message} ({store?.ErrorType}, {store?.IsThrottled}, {store?.IsTransient}, {store?.IsItemUnreadable}, {exception.InnerException?.GetType().Name})";
        }
    }

    private static string Describe(SessionLoadResult result) =>
        $"{result.Status} {result.Record?.Version} {string.Join(',', Sample.TextOf(result.Record?.Fields ?? new Dictionary<string, SessionValue>()).Select(field => $"{field.Key}={field.Value.Length}"))}";
}
