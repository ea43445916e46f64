using System.Text;
using Amazon.Runtime;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Only a response that is certainly DynamoDB's is used. All others are left to the SDK.</summary>
public sealed class WireAnswersTests
{
    private const string Item = """{"Item":{"id":{"S":"1"}}}""";
    private const string Html = "<html><body>Bad gateway</body></html>";

    private static readonly string Large = $$"""{"Item":{"id":{"S":"{{new string('x', 1024 * 1024)}}"} } }""";

    private static IEnumerable<TestCaseData> Used()
    {
        yield return Case("a checksum that is right", WireScript.Response("200 OK", "{}", WireScript.EmptyObject), "{}");
        yield return Case("no checksum", WireScript.Response("200 OK", Item), Item);
        yield return Case("1 MB", WireScript.Response("200 OK", Large), Large);
        yield return Case("chunks", Chunked("{\"Item\":", "{\"id\":{\"S\":\"1\"}}}"), Item);
        yield return Case("chunks of 1 MB", Chunked(Large), Large);
        yield return Case("chunks with a checksum", Chunked(WireScript.EmptyObject, ["{", "}"]), "{}");
        yield return Case("no length", $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Item}", Item);
    }

    private static IEnumerable<TestCaseData> ConditionFailed()
    {
        const string type = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
        yield return Case("with the item", $$"""{"Item":{"id":{"S":"1"} },"__type":"{{type}}","message":"The conditional request failed"}""");
        yield return Case("without the item", $$"""{"__type":"{{type}}","message":"The conditional request failed"}""");
        yield return Case("without a namespace", """{"__type":"ConditionalCheckFailedException"}""");
        yield return Case("with another type inside", $$"""{"Item":{"__type":{"S":"x#ThrottlingException"} },"__type":"{{type}}"}""");

        static TestCaseData Case(string name, string body) => new TestCaseData(body).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Unused()
    {
        yield return Case("a checksum that is wrong", WireScript.Response("200 OK", "{}", "X-Amz-Crc32: 2745614148\r\n"));
        yield return Case("a checksum that is no number", WireScript.Response("200 OK", "{}", "X-Amz-Crc32: a3830348\r\n"));
        yield return Case("two checksums", WireScript.Response("200 OK", "{}", WireScript.EmptyObject + WireScript.EmptyObject));
        yield return Case("a body that ends too early", $"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{Item}");
        yield return Case("chunks that end too early", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
        yield return Case("half of a body without length", $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Item[..^1]}");
        yield return Case("no body", WireScript.Response("200 OK", ""));
        yield return Case("JSON that is malformed", WireScript.Response("200 OK", """{"Item":{"id":}}"""));
        yield return Case("more than an object", WireScript.Response("200 OK", "{}{}"));
        yield return Case("another kind of JSON", WireScript.Response("200 OK", "[]"));
        yield return Case("an encoded body", WireScript.Response("200 OK", "{}", "Content-Encoding: gzip\r\n"));
        yield return Case("a body that is too long", $"HTTP/1.1 200 OK\r\nContent-Length: {WireResponse.LongestBody + 1}\r\n\r\n");
        yield return Case("another success", WireScript.Response("204 No Content", ""));
        yield return Case("a page of a proxy", WireScript.Response("200 OK", Html));
        yield return Case("an error page of a proxy", WireScript.Response("502 Bad Gateway", Html));
        yield return Case("a refusal of a proxy", WireScript.Response("400 Bad Request", Html));
        yield return Case("a redirection", WireScript.Response("307 Temporary Redirect", "", "Location: http://localhost:1/\r\n"));
        yield return Case("not HTTP", "hello\r\n\r\n");
        yield return Case("nothing", "");
        yield return Case("an expired token", WireScript.Error("ExpiredTokenException"));
        yield return Case("a wrong signature", WireScript.Error("InvalidSignatureException"));
        yield return Case("a wrong clock", WireScript.Error("RequestTimeTooSkewed"));
        yield return Case("throttling", WireScript.Error("ThrottlingException"));
        yield return Case("exceeded throughput", WireScript.Error("ProvisionedThroughputExceededException"));
        yield return Case("too large", WireScript.Error("RequestEntityTooLarge", status: "413 Request Entity Too Large"));
        yield return Case("an internal error", WireScript.Error("InternalServerError", status: "500 Internal Server Error"));
        yield return Case("an unavailable service", WireScript.Error("ServiceUnavailable", status: "503 Service Unavailable"));
        yield return Case("a failed condition with another status", WireScript.Error("ConditionalCheckFailedException", status: "409 Conflict"));
        yield return Case("a failed condition that is damaged", WireScript.Response("400 Bad Request", """{"__type":"x#ConditionalCheckFailedException"}""", WireScript.EmptyObject));
        yield return Case("a failed condition that ends too early", WireScript.Response("400 Bad Request", """{"__type":"x#ConditionalCheckFailedException","Item":{"""));
        yield return Case("an error without type", WireScript.Response("400 Bad Request", "{}"));
        yield return Case("an error whose type is no text", WireScript.Response("400 Bad Request", """{"__type":7}"""));

        static TestCaseData Case(string name, string response) => new TestCaseData(response).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Used))]
    public async Task A_success_is_used(string response, string body)
    {
        var answer = await WireScript.SendAsync(response);

        Assert.That(answer.Outcome, Is.EqualTo(WireOutcome.Succeeded));
        Assert.That(Encoding.UTF8.GetString(answer.Body.Span), Is.EqualTo(body));
    }

    [TestCaseSource(nameof(ConditionFailed))]
    public async Task A_failed_condition_is_used(string body)
    {
        var answer = await WireScript.SendAsync(WireScript.Response("400 Bad Request", body));

        Assert.That(answer.Outcome, Is.EqualTo(WireOutcome.ConditionFailed));
        Assert.That(Encoding.UTF8.GetString(answer.Body.Span), Is.EqualTo(body));
    }

    [TestCaseSource(nameof(Unused))]
    public async Task Anything_else_is_left_to_the_SDK(string response)
    {
        var answer = await WireScript.SendAsync(response);

        Assert.That(answer.Outcome, Is.EqualTo(WireOutcome.Unanswered));
        Assert.That(answer.Body.IsEmpty, Is.True);
    }

    [TestCase("AccessDeniedException")]
    [TestCase("ResourceNotFoundException")]
    [TestCase("ValidationException")]
    public async Task What_DynamoDB_refuses_for_good_is_the_SDKs_exception(string type)
    {
        var response = WireScript.Response(
            "400 Bad Request", $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"Requested resource not found"}""", "x-amzn-RequestId: request-7\r\n");
        await using var server = ScriptedServer.Start(response);
        using var client = WireScript.Client(server.Url);

        var refusal = (await WireScript.SendAsync(response)).Refusal!;
        var expected = Assert.CatchAsync<AmazonServiceException>(() => client.UpdateItemAsync(new() { TableName = "sessions", Key = new() { ["id"] = new("a") } }));

        Assert.Multiple(() =>
        {
            Assert.That(refusal, Is.TypeOf(expected!.GetType()));
            Assert.That((refusal.ErrorCode, refusal.Message, refusal.StatusCode, refusal.RequestId), Is.EqualTo((expected.ErrorCode, expected.Message, expected.StatusCode, expected.RequestId)));
            Assert.That((refusal.ErrorCode, refusal.RequestId), Is.EqualTo((type, "request-7")));
        });
    }

    [Test]
    public async Task Where_no_response_can_be_used_the_SDK_makes_the_calls()
    {
        await using var server = ScriptedServer.Start(WireScript.Response("200 OK", "{}", "X-Amz-Crc32: 1\r\n"));
        using var client = WireScript.Client(server.Url);
        using var wire = DynamoDbWire.Of(client, "sessions")!;

        for (var call = 0; call < 5; call++)
        {
            Assert.That((await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default)).Outcome, Is.EqualTo(WireOutcome.Unanswered));
        }

        Assert.That(server.Heads, Has.Count.EqualTo(3));
    }

    private static TestCaseData Case(string name, string response, string body) => new TestCaseData(response, body).SetArgDisplayNames(name);

    private static string Chunked(params string[] chunks) => Chunked("", chunks);

    private static string Chunked(string headers, string[] chunks) =>
        $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n{headers}\r\n{string.Concat(chunks.Select(chunk => $"{chunk.Length:x}\r\n{chunk}\r\n"))}0\r\n\r\n";
}
