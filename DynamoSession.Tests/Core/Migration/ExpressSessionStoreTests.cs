using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Values;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.Core.Migration;

[Category(TestEngine.Category)]
internal sealed class ExpressSessionStoreTests
{
    private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);
    private IAmazonDynamoDB _dynamoDb = null!;

    private static IEnumerable<ExpressFixture> Fixtures => ExpressFixture.All.Where(fixture => fixture.ExpectedFields is not null);

    private static IEnumerable<ExpressFixture> OneOfEach => Fixtures.Where(fixture => fixture.Name == "fresh-maxage-14d");

    [OneTimeSetUp]
    public async Task CreateTables()
    {
        _dynamoDb = await TestEngine.ClientAsync();
        foreach (var keyAttribute in Fixtures.Select(fixture => fixture.KeyAttribute).Distinct())
        {
            _tables[keyAttribute] = await TestEngine.CreateTableAsync(keyAttribute);
        }
    }

    [TestCaseSource(nameof(Fixtures))]
    public async Task A_session_is_found_under_the_stores_key(ExpressFixture fixture)
    {
        await PlantAsync(fixture);
        var store = Store(fixture, fixture.Format, Options(fixture));

        var result = await store.LoadAsync(fixture.Id, default);

        Assert.That(result.Status, Is.EqualTo(LegacySessionStatus.Live));
        PlainJson.AssertEqual(result.Session!.Fields, fixture.ExpectedFields!);
    }

    [TestCaseSource(nameof(OneOfEach))]
    public async Task A_session_is_found_without_knowing_the_store(ExpressFixture fixture)
    {
        await PlantAsync(fixture);
        var store = Store(fixture, ExpressFormat.Automatic, new());

        var result = await store.LoadAsync(fixture.Id, default);

        PlainJson.AssertEqual(result.Session!.Fields, fixture.ExpectedFields!);
        Assert.That((await store.LoadAsync("unknown", default)).Status, Is.EqualTo(LegacySessionStatus.Missing));
    }

    [Test]
    public async Task Only_the_deleted_session_is_gone([ValueSource(nameof(OneOfEach))] ExpressFixture fixture, [Values] bool isAutomatic)
    {
        var item = await PlantAsync(fixture);
        item[fixture.KeyAttribute] = new(fixture.KeyPrefix + "other");
        await _dynamoDb.PutItemAsync(_tables[fixture.KeyAttribute], item);
        var store = Store(fixture, isAutomatic ? ExpressFormat.Automatic : fixture.Format, new());

        await store.DeleteAsync(fixture.Id, default);
        await store.DeleteAsync(fixture.Id, default);

        Assert.That(await ItemAsync(fixture, fixture.KeyPrefix + fixture.Id), Is.Null);
        Assert.That((await store.LoadAsync("other", default)).Status, Is.EqualTo(LegacySessionStatus.Live));
    }

    [TestCase("-0")]
    [TestCase("0.000")]
    [TestCase("0e999")]
    [TestCase("-0E-0000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("1.50")]
    [TestCase("1e0000000000000000000000000000000000000000000000000000000000002")]
    [TestCase("1.0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public async Task DynamoDB_takes_every_spelling_of_a_number(string json)
    {
        var table = _tables["id"];
        var number = JsonFields.Read(Encoding.UTF8.GetBytes($$"""{"n":{{json}}}"""))!.Fields["n"];

        await _dynamoDb.PutItemAsync(table, new() { ["id"] = new("number"), ["n"] = AttributeValueJson.ToAttributeValue(number) });

        var stored = (await _dynamoDb.GetItemAsync(table, new() { ["id"] = new("number") }, true)).Item["n"].N;
        Assert.That(double.Parse(stored, CultureInfo.InvariantCulture), Is.EqualTo(double.Parse(json, CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task What_is_not_Express_is_neither_found_nor_removed([Values] ExpressFormat format)
    {
        var fixture = Fixtures.First(candidate => format == ExpressFormat.Automatic || candidate.Format == format);
        var options = new LegacyTableOptions { KeyAttribute = fixture.KeyAttribute, KeyPrefix = "foreign:" };
        string[] foreign =
        [
            """{"other":{"S":"x"}}""",
            """{"sess":{"M":{"name":{"S":"x"},"cookie":{"M":{}}}},"content":{"S":"{}"},"session_data":{"S":"{}"},"fmt":{"N":"1"},"rt":{"M":{}}}""",
            """{"dead":{"S":"out"}}""",
        ];
        var store = Store(fixture, format, options);

        foreach (var json in foreign)
        {
            var item = ItemOf(json);
            item[fixture.KeyAttribute] = new("foreign:x");
            await _dynamoDb.PutItemAsync(_tables[fixture.KeyAttribute], item);

            Assert.That((await store.LoadAsync("x", default)).Status, Is.EqualTo(LegacySessionStatus.Missing), json);
            await store.DeleteAsync("x", default);
            Assert.That(await ItemAsync(fixture, "foreign:x"), Is.Not.Null, json);
        }
    }

    [Test]
    public async Task A_session_is_removed_under_every_key_that_Express_may_have_given_it()
    {
        var fixture = OneOfEach.First(candidate => candidate.Format == ExpressFormat.PwrDrvr);
        var item = await PlantAsync(fixture);
        string[] keys = ["sess:" + fixture.Id, "session#" + fixture.Id, fixture.Id];
        foreach (var key in keys)
        {
            item["id"] = new(key);
            await _dynamoDb.PutItemAsync(_tables["id"], item);
        }

        await Store(fixture, ExpressFormat.Automatic, new()).DeleteAsync(fixture.Id, default);

        Assert.That(keys.Select(key => ItemAsync(fixture, key).Result), Has.All.Null);
    }

    [Test]
    public async Task A_table_that_is_gone_has_nothing_to_remove()
    {
        var store = new ExpressSessionStore(_dynamoDb, new() { TableName = TestEngine.NewTableName() }, ExpressFormat.Automatic, TimeProvider.System);

        await store.DeleteAsync("x", default);

        Assert.ThrowsAsync<SessionStoreException>(() => store.LoadAsync("x", default));
    }

    [Test]
    public void A_key_attribute_that_the_table_does_not_have_is_the_operators_mistake()
    {
        var options = new LegacyTableOptions { TableName = _tables["id"], KeyAttribute = "pk" };
        var store = new ExpressSessionStore(_dynamoDb, options, ExpressFormat.Automatic, TimeProvider.System);

        var exception = Assert.ThrowsAsync<SessionStoreException>(() => store.LoadAsync("x", default))!;

        Assert.That(exception.Message, Does.Contain("key").And.Contain(options.TableName));
        Assert.ThrowsAsync<SessionStoreException>(() => store.DeleteAsync("x", default));
    }

    private ExpressSessionStore Store(ExpressFixture fixture, ExpressFormat format, LegacyTableOptions options)
    {
        options.TableName = _tables[fixture.KeyAttribute];
        return new(_dynamoDb, options, format, new ManualTimeProvider(fixture.Now));
    }

    private static LegacyTableOptions Options(ExpressFixture fixture) => new()
    {
        KeyAttribute = fixture.Name == "hashKey-custom" ? fixture.KeyAttribute : null,
        KeyPrefix = fixture.Name.StartsWith("prefix-", StringComparison.Ordinal) ? fixture.KeyPrefix : null,
    };

    private async Task<Dictionary<string, AttributeValue>> PlantAsync(ExpressFixture fixture)
    {
        var item = fixture.Item!.ToDictionary(attribute => attribute.Key, attribute => AttributeValueJson.ToAttributeValue(attribute.Value), StringComparer.Ordinal);
        await _dynamoDb.PutItemAsync(_tables[fixture.KeyAttribute], item);
        return item;
    }

    private async Task<Dictionary<string, AttributeValue>?> ItemAsync(ExpressFixture fixture, string key)
    {
        var response = await _dynamoDb.GetItemAsync(_tables[fixture.KeyAttribute], new() { [fixture.KeyAttribute] = new(key) }, true);
        return response.Item is { Count: > 0 } item ? item : null;
    }

    private static Dictionary<string, AttributeValue> ItemOf(string json) =>
        AttributeValueJson.ToAttributeValue(Sample.Json($$"""{"M":{{json}}}""")).M;
}
