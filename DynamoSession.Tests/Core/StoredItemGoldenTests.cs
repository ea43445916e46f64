using System.Text.Json.Nodes;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>Watches the stored format: sessions outlive deployments, so a change here breaks live ones.</summary>
[Category(TestEngine.Category)]
public sealed class StoredItemGoldenTests
{
    [Test]
    public async Task A_stored_session_looks_as_it_always_did()
    {
        const string Id = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var dynamoDb = await TestEngine.ClientAsync();
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };
        var clock = new ManualTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var table = new DynamoDbSessionTable(dynamoDb, options, clock);
        var creation = Sample.Creation(clock.GetUtcNow(), Id, fields:
        [
            ("theme", Sample.Text("dark")),
            ("cart", Sample.Json("""{"M":{"items":{"L":[{"N":"1"},{"BOOL":true},{"NULL":true}]}}}""")),
            ("key", Sample.Json("""{"B":"AAEC"}""")),
        ]);
        await table.CreateAsync(creation, default);
        var record = (await table.LoadAsync(Id, consistentRead: true, default)).Record!;
        clock.Advance(TimeSpan.FromMinutes(1));
        var commit = Sample.Commit(record, Sample.Changes(("visits", SessionChange.Increment(1))), record.ExpiresAt.AddMinutes(1));
        await table.CommitAsync(commit, default);

        var item = await new StoredItems(dynamoDb, options.TableName).ReadAsync(Id);

        var json = new JsonObject(item.Select(attribute => KeyValuePair.Create(attribute.Key, JsonNode.Parse(attribute.Value))));
        var stored = json.ToJsonString().Replace(creation.Token, "token of the creation", StringComparison.Ordinal).Replace(commit.Token, "token of the commit", StringComparison.Ordinal);
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "session.json"));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(golden)), Is.True, stored);
    }
}
