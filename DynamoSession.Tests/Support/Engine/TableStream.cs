using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>The stream of a table of the engine. The SDK's client for streams is a package of its own, so the calls are plain HTTP.</summary>
internal sealed class TableStream : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly IAmazonDynamoDB _client;
    private readonly string _tableName;
    private readonly string _keyAttribute;
    private readonly List<string> _operations = [];
    private string _arn;

    private TableStream(IAmazonDynamoDB client, string tableName, string keyAttribute, string arn) =>
        (_client, _tableName, _keyAttribute, _arn) = (client, tableName, keyAttribute, arn);

    /// <summary>Enables the stream of a table.</summary>
    public static async Task<TableStream> EnableAsync(string tableName, StreamViewType? viewType = null, string keyAttribute = "id")
    {
        var client = await TestEngine.ClientAsync();
        var response = await client.UpdateTableAsync(new UpdateTableRequest
        {
            TableName = tableName,
            StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = viewType ?? StreamViewType.NEW_AND_OLD_IMAGES },
        });
        return new TableStream(client, tableName, keyAttribute, response.TableDescription.LatestStreamArn);
    }

    /// <summary>Finds the stream of a table as what reads it does: by the table's name.</summary>
    public static async Task<TableStream> FindAsync(string tableName, string keyAttribute = "id")
    {
        var stream = new TableStream(await TestEngine.ClientAsync(), tableName, keyAttribute, arn: "");
        var found = await stream.CallAsync("ListStreams", new() { ["TableName"] = tableName });
        stream._arn = (string)found["Streams"]!.AsArray().Single()!["StreamArn"]!;
        return stream;
    }

    /// <summary>Gets the operations that were called.</summary>
    public IReadOnlyList<string> Operations => _operations;

    /// <summary>Returns all records of all writes so far, in their order, as the API returns them.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadAsync()
    {
        // A write of our own is the last one: what comes before it is complete.
        var marker = $"end-{Guid.NewGuid():N}";
        await _client.PutItemAsync(_tableName, new Dictionary<string, AttributeValue> { [_keyAttribute] = new(marker) });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var records = await ReadOnceAsync();
            if (records.Any(record => KeyOf(record) == marker))
            {
                return [.. records.Where(record => !KeyOf(record).StartsWith("end-", StringComparison.Ordinal))];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    public void Dispose() => _http.Dispose();

    private string KeyOf(JsonObject record) => record["dynamodb"]!["Keys"]![_keyAttribute]!["S"]!.GetValue<string>();

    private async Task<List<JsonObject>> ReadOnceAsync()
    {
        var description = await CallAsync("DescribeStream", new() { ["StreamArn"] = _arn });
        var records = new List<JsonObject>();
        foreach (var shard in description["StreamDescription"]!["Shards"]!.AsArray())
        {
            var position = await CallAsync("GetShardIterator", new()
            {
                ["StreamArn"] = _arn,
                ["ShardId"] = shard!["ShardId"]!.GetValue<string>(),
                ["ShardIteratorType"] = "TRIM_HORIZON",
            });
            var iterator = position["ShardIterator"]?.GetValue<string>();
            while (iterator is not null)
            {
                var page = await CallAsync("GetRecords", new() { ["ShardIterator"] = iterator });
                var found = page["Records"]!.AsArray();
                if (found.Count == 0)
                {
                    break;
                }

                records.AddRange(found.Select(record => record!.DeepClone().AsObject()));
                iterator = page["NextShardIterator"]?.GetValue<string>();
            }
        }

        return records;
    }

    private async Task<JsonNode> CallAsync(string operation, JsonObject body)
    {
        _operations.Add(operation);
        using var request = new HttpRequestMessage(HttpMethod.Post, _client.Config.ServiceURL) { Content = new StringContent(body.ToJsonString()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", $"DynamoDBStreams_20120810.{operation}");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=DynamoSessionTests/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{operation}: {text}");
    }
}
