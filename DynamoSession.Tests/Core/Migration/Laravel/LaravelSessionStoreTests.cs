using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Migration.Laravel;

[Category(TestEngine.Category)]
public sealed class LaravelSessionStoreTests
{
    private const string Id = "vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCWY";
    private const string New = "laravel-cache-";
    private const string Old = "laravel_cache_";

    private static readonly SessionFieldCodec Codec = new(SessionFieldCodec.CreateDefaultOptions());

    private readonly ManualTimeProvider _clock = new();
    private IAmazonDynamoDB _client = null!;
    private string _tableName = null!;
    private LaravelSessionOptions _options = null!;

    [SetUp]
    public async Task CreateTable()
    {
        _client = await TestEngine.ClientAsync();
        _tableName = await TestEngine.CreateTableAsync("key");
        _options = new() { Table = { TableName = _tableName } };
    }

    [Test]
    public async Task A_session_is_found_under_each_of_Laravels_own_prefixes([Values(New, Old)] string prefix)
    {
        await PlantAsync(prefix + Id, "here");

        Assert.That(await LoadedAsync(), Is.EqualTo("here"));
    }

    [Test]
    public async Task The_newer_prefix_comes_first()
    {
        await PlantAsync(New + Id, "new");
        await PlantAsync(Old + Id, "old");

        Assert.That(await LoadedAsync(), Is.EqualTo("new"));
    }

    [Test]
    public async Task Only_the_given_prefix_is_looked_at([Values("shop:", "")] string prefix)
    {
        await PlantAsync(New + Id, "other");
        await PlantAsync(prefix + Id, "given");
        _options.Table.KeyPrefix = prefix;

        Assert.That(await LoadedAsync(), Is.EqualTo("given"));
    }

    [Test]
    public async Task A_removed_session_is_gone_from_wherever_it_was()
    {
        await PlantAsync(New + Id, "new");
        await PlantAsync(Old + Id, "old");

        await Store().DeleteAsync(Id, default);
        await Store().DeleteAsync(Id, default);

        Assert.That((await _client.ScanAsync(new ScanRequest(_tableName))).Count, Is.Zero);
    }

    [Test]
    public async Task A_session_that_went_with_its_table_is_removed()
    {
        _options.Table.TableName = TestEngine.NewTableName();

        Assert.That(() => Store().DeleteAsync(Id, default), Throws.Nothing);
        await Assert.ThatAsync(() => Store().LoadAsync(Id, default), Throws.InstanceOf<SessionStoreException>());
    }

    [Test]
    public async Task A_session_lives_until_its_last_second([Values(1, 0, -1)] int secondsLeft)
    {
        await PlantAsync(New + Id, "here", _clock.GetUtcNow().AddSeconds(secondsLeft));

        var result = await Store().LoadAsync(Id, default);

        Assert.That(result.Status, Is.EqualTo(secondsLeft > 0 ? LegacySessionStatus.Live : LegacySessionStatus.Expired));
    }

    [Test]
    public async Task A_session_without_an_end_lives()
    {
        await PlantAsync(New + Id, "here", expires: null);

        var result = await Store().LoadAsync(Id, default);

        Assert.That((result.Status, result.Session?.ExpiresAt), Is.EqualTo((LegacySessionStatus.Live, (DateTimeOffset?)null)));
    }

    [TestCase("S", "s:3:\"cut", nameof(LegacySessionStatus.Corrupt))]
    [TestCase("S", "s:5:\"hello\";", nameof(LegacySessionStatus.Corrupt))]
    [TestCase("S", "s:3:\"[1]\";", nameof(LegacySessionStatus.Corrupt))]
    [TestCase("S", "{}", nameof(LegacySessionStatus.Corrupt))]
    [TestCase("S", "a:1:{i:0;s:4:\"news\";}", nameof(LegacySessionStatus.Missing))]
    [TestCase("S", "b:1;", nameof(LegacySessionStatus.Missing))]
    [TestCase("S", "s:2:\"[]\";", nameof(LegacySessionStatus.Live))]
    [TestCase("S", "s:6:\"a:0:{}\";", nameof(LegacySessionStatus.Live))]
    [TestCase("N", "3", nameof(LegacySessionStatus.Missing))]
    public async Task Other_cached_items_are_not_sessions_and_damaged_ones_are_reported(string type, string value, string expected)
    {
        await _client.PutItemAsync(_tableName, new()
        {
            ["key"] = new AttributeValue(New + Id),
            ["value"] = type == "N" ? new AttributeValue { N = value } : new AttributeValue(value),
        });

        Assert.That((await Store().LoadAsync(Id, default)).Status.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_plain_session_is_not_accepted_where_sessions_are_encrypted()
    {
        await PlantAsync(New + Id, "planted");
        _options.IsEncrypted = true;
        _options.ApplicationKey = "base64:ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8=";

        Assert.That((await Store().LoadAsync(Id, default)).Status, Is.EqualTo(LegacySessionStatus.Corrupt));
    }

    [TestCase("")]
    [TestCase("vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCW")]
    [TestCase("vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCWYx")]
    [TestCase("vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCW-")]
    [TestCase("vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCWé")]
    public async Task An_id_that_Laravel_cannot_have_created_costs_no_call(string id)
    {
        var calls = new RecordedCalls(_client);
        var store = new LaravelSessionStore(calls.Client, _options, _clock);

        var result = await store.LoadAsync(id, default);
        await store.DeleteAsync(id, default);

        Assert.That(result.Status, Is.EqualTo(LegacySessionStatus.Missing));
        Assert.That(calls.Gets, Is.Empty);
    }

    [Test]
    public async Task A_session_is_read_with_everything_that_was_acknowledged_before()
    {
        await PlantAsync(New + Id, "here");
        var calls = new RecordedCalls(_client);

        await new LaravelSessionStore(calls.Client, _options, _clock).LoadAsync(Id, default);

        Assert.That(calls.Gets.Select(get => get.ConsistentRead), Is.EqualTo(new bool?[] { true }));
    }

    private LaravelSessionStore Store() => new(_client, _options, _clock);

    private async Task<string?> LoadedAsync()
    {
        var result = await Store().LoadAsync(Id, default);
        return Codec.Decode<string>("where", result.Session!.Fields["where"]);
    }

    private Task<PutItemResponse> PlantAsync(string key, string where) => PlantAsync(key, where, _clock.GetUtcNow().AddHours(1));

    private Task<PutItemResponse> PlantAsync(string key, string where, DateTimeOffset? expires)
    {
        var payload = $"a:1:{{s:5:\"where\";s:{where.Length}:\"{where}\";}}";
        var item = new Dictionary<string, AttributeValue>
        {
            ["key"] = new(key),
            ["value"] = new($"s:{payload.Length}:\"{payload}\";"),
        };
        if (expires is { } end)
        {
            item["expires_at"] = new AttributeValue { N = $"{end.ToUnixTimeSeconds()}" };
        }

        return _client.PutItemAsync(_tableName, item);
    }
}
