using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BenchmarkDotNet.Attributes;
using DynamoSession.Core;

namespace DynamoSession.Benchmarks.Items;

/// <summary>Loading a session without the network: what the SDK does, and what is done on top of it.</summary>
[MemoryDiagnoser]
public class ItemBenchmarks
{
    private const int Fields = 20;

    private readonly GetItemRequest _request = new() { TableName = "sessions", Key = new() { ["id"] = new("s1#canned") } };
    private IAmazonDynamoDB _client = null!;
    private DynamoDbSessionTable _table = null!;

    [Params(2, 20)]
    public int KiloBytes { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _client = new CannedDynamoDb(Fields, KiloBytes * 1_000 / Fields).CreateClient();
        _table = new DynamoDbSessionTable(_client, new SessionTableOptions(), TimeProvider.System);
    }

    [GlobalCleanup]
    public void Stop() => _client.Dispose();

    [Benchmark(Baseline = true)]
    public Task<GetItemResponse> GetItem() => _client.GetItemAsync(_request);

    [Benchmark]
    public Task<SessionLoadResult> Load() => _table.LoadAsync("canned", consistentRead: true, CancellationToken.None);
}
