using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Every record that Express's stores wrote, from the old cookie to the new one, at the time of its capture.</summary>
[Category(TestEngine.Category)]
internal sealed class ExpressOverHttpTests
{
    private static readonly byte[] MigrationKey = new byte[32];

    private static IEnumerable<ExpressFixture> Live => ExpressFixture.All.Where(fixture => fixture is { Item: not null, ExpectedFields: not null });

    private static IEnumerable<ExpressFixture> Ended => ExpressFixture.All.Where(fixture => fixture.Item is null || fixture.ExpectedFields is null);

    [Test]
    public async Task A_session_continues([ValueSource(nameof(Live))] ExpressFixture fixture, [Values] bool saysWhichStore)
    {
        var tableName = await PlantAsync(fixture);
        await using var app = await StartAsync(fixture, tableName, saysWhichStore ? fixture.Format : ExpressFormat.Automatic);

        await FixtureApp.AssertMigratesAsync(
            app,
            fixture.CookieHeader,
            tableName,
            new() { [fixture.KeyAttribute] = AttributeValueJson.ToAttributeValue(fixture.Item![fixture.KeyAttribute]) },
            fixture.ExpectedFields!);
    }

    [TestCaseSource(nameof(Ended))]
    public async Task What_had_ended_opens_nothing(ExpressFixture fixture)
    {
        await using var app = await StartAsync(fixture, await PlantAsync(fixture), fixture.Format);

        await FixtureApp.AssertRefusesAsync(app, fixture.CookieHeader, fixture.HasExpired ? "expired" : "missing");
    }

    private static async Task<string> PlantAsync(ExpressFixture fixture)
    {
        var tableName = await TestEngine.CreateTableAsync(fixture.KeyAttribute);
        if (fixture.Item is { } item)
        {
            await (await TestEngine.ClientAsync()).PutItemAsync(
                tableName, item.ToDictionary(attribute => attribute.Key, attribute => AttributeValueJson.ToAttributeValue(attribute.Value)));
        }

        return tableName;
    }

    private static Task<SessionApp> StartAsync(ExpressFixture fixture, string tableName, ExpressFormat format) =>
        FixtureApp.StartAsync(new ManualTimeProvider(fixture.Now), sessions => sessions.MigrateFromExpress(options =>
        {
            options.Secrets = fixture.AcceptedSecrets;
            options.CookieName = fixture.CookieName;
            options.MigrationKey = MigrationKey;
            options.Format = format;
            options.Table.TableName = tableName;
            options.Table.KeyAttribute = fixture.HasOwnKeyAttribute ? fixture.KeyAttribute : null;
            options.Table.KeyPrefix = fixture.HasOwnPrefix ? fixture.KeyPrefix : null;
        }));
}
