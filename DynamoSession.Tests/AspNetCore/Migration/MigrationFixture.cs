using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>An application that migrates sessions of Express (connect-dynamodb) out of its own table, and a browser that comes from there.</summary>
public abstract class MigrationFixture
{
    private protected const string Secret = "keyboard cat";
    private protected const string LegacyCookieName = "connect.sid";

    private protected static readonly byte[] MigrationKey = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private protected ManualTimeProvider Clock { get; private set; } = null!;

    private protected string TableName { get; private set; } = null!;

    private protected ScriptedApp App { get; private set; } = null!;

    private protected Browser Browser => App.Browser;

    private protected string LegacyId { get; private set; } = null!;

    /// <summary>Gets the cookie under which the old session goes on.</summary>
    private protected string NewCookie => MigratedSessionId.DeriveSecret(MigrationKey, "express", LegacyId);

    [SetUp]
    public async Task StartAsync()
    {
        Clock = new ManualTimeProvider();
        TableName = await TestEngine.CreateTableAsync();
        App = await StartAppAsync();
        LegacyId = SessionId.NewSecret()[..32];
        await PlantAsync(LegacyId, """{"user":"alice","visits":1}""");
        Browser.Cookies[LegacyCookieName] = CookieOf(LegacyId);
    }

    [TearDown]
    public Task StopAsync() => App.DisposeAsync().AsTask();

    private protected virtual void Configure(DynamoSessionOptions options)
    {
    }

    private protected virtual void Configure(ExpressMigrationOptions options)
    {
    }

    private protected Task<ScriptedApp> StartAppAsync() => ScriptedApp.StartAsync(
        Configure,
        Clock,
        builder => builder.Services.AddDynamoSession().MigrateFromExpress(options =>
        {
            options.Secrets = [Secret];
            options.MigrationKey = MigrationKey;
            Configure(options);
        }),
        tableName: TableName);

    /// <summary>Writes a session as connect-dynamodb does.</summary>
    private protected async Task PlantAsync(string id, string fields, TimeSpan? maxAge = null, string cookie = "")
    {
        var age = maxAge ?? TimeSpan.FromHours(1);
        var expires = Clock.GetUtcNow() + age;
        var text = string.Create(CultureInfo.InvariantCulture, $$"""{"cookie":{"originalMaxAge":{{age.TotalMilliseconds}},"expires":"{{expires.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}","httpOnly":true,"path":"/"{{cookie}}},{{fields.Trim()[1..]}}""");
        await (await TestEngine.ClientAsync()).PutItemAsync(TableName, new Dictionary<string, AttributeValue>
        {
            ["id"] = new("sess:" + id),
            ["sess"] = new(text),
            ["type"] = new("connect-session"),
            ["expires"] = new() { N = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
        });
    }

    /// <summary>Writes the copy of the legacy session that a run over the whole table makes ahead of time.</summary>
    private protected async Task PlantCopyAheadAsync(string user)
    {
        var table = new DynamoDbSessionTable(await TestEngine.ClientAsync(), new() { TableName = TableName }, Clock);
        await table.CreateAsync(
            new()
            {
                Id = SessionId.PublicIdOf(NewCookie),
                Fields = Sample.Fields(("user", Sample.Json(user))),
                CreatedAt = Clock.GetUtcNow(),
                ExpiresAt = Clock.GetUtcNow().AddHours(1),
                AbsoluteExpiresAt = null,
                Origin = new() { Store = "express", LegacyId = LegacyId, AcceptedUntil = Clock.GetUtcNow().AddHours(1), IsAhead = true },
            },
            default);
    }

    private protected static string CookieOf(string id, string secret = Secret) => ExpressCookie.ValueOf(id, Encoding.UTF8.GetBytes(secret));

    private protected async Task<bool> HasLegacyRecordAsync() => await ItemAsync("sess:" + LegacyId) is not null;

    /// <summary>Returns the item under the id that is derived from the old one.</summary>
    private protected Task<Dictionary<string, AttributeValue>?> NewItemAsync() => ItemAsync(SessionApp.KeyOf(NewCookie));

    private protected Task<string> UserAsync(Browser? browser = null, string policy = "merge") => App.ReadAsync("user", browser, policy);

    /// <summary>Returns a browser that has nothing but the old cookie.</summary>
    private protected Browser OldBrowser()
    {
        var browser = App.App.NewBrowser();
        browser.Cookies[LegacyCookieName] = CookieOf(LegacyId);
        return browser;
    }

    private async Task<Dictionary<string, AttributeValue>?> ItemAsync(string key)
    {
        var response = await (await TestEngine.ClientAsync()).GetItemAsync(new GetItemRequest
        {
            TableName = TableName,
            Key = new() { ["id"] = new AttributeValue(key) },
            ConsistentRead = true,
        });
        return response.Item is { Count: > 0 } item ? item : null;
    }
}
