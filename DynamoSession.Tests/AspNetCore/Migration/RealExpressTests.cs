using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Tests.Proof;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Express;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Each of the real stores, in a real application, writes what we read.</summary>
[TestFixture]
[Category(TestEngine.Category)]
[Parallelizable(ParallelScope.All)]
public sealed class RealExpressTests
{
    private static IEnumerable<ExpressFormat> Stores => Enum.GetValues<ExpressFormat>().Where(format => format != ExpressFormat.Automatic);

    [TestCaseSource(nameof(Stores))]
    public async Task A_user_who_has_signed_in_at_Express_is_found_by_the_id_in_the_cookie(ExpressFormat format)
    {
        var tableName = await TestEngine.CreateTableAsync(ExpressProcess.KeyAttributeOf(format));
        var settings = new ExpressSettings();
        await using var express = await ExpressProcess.StartAsync(format, tableName, settings);
        using var browser = express.NewBrowser();

        var answer = await browser.PostJsonAsync("/login", "\"alice\"");

        var id = ExpressCookie.FindId($"{settings.CookieName}={browser.Cookies[settings.CookieName]}", settings.CookieName, [.. settings.Secrets.Select(Encoding.UTF8.GetBytes)]);
        var store = new ExpressSessionStore(await TestEngine.ClientAsync(), new() { TableName = tableName }, format, TimeProvider.System);
        var result = await store.LoadAsync(id!, CancellationToken.None);
        Assert.That((answer.Status, result.Status), Is.EqualTo((200, LegacySessionStatus.Live)), express.Output);
        using var session = JsonDocument.Parse(answer.Text);
        Assert.That(session.RootElement.GetProperty("#id").GetString(), Is.EqualTo(id));
        Assert.That(Sample.TextOf(result.Session!.Fields), Is.EqualTo(new Dictionary<string, string> { ["user"] = """{"S":"alice"}""" }));
    }

    [TestCase(ExpressFormat.ConnectDynamoDb)]
    [TestCase(ExpressFormat.PwrDrvr)]
    [TestCase(ExpressFormat.ConnectDynamoDbSession)]
    public async Task A_user_who_signed_in_longer_ago_than_maxAge_but_was_active_since_stays_signed_in(ExpressFormat format)
    {
        var maxAge = TimeSpan.FromHours(1);
        var tableName = await TestEngine.CreateTableAsync();
        var settings = new ExpressSettings { Rolling = true, TouchAfter = 1, Cookie = new() { MaxAge = (long)maxAge.TotalMilliseconds } };
        await using var express = await ExpressProcess.StartAsync(format, tableName, settings);
        using var browser = express.NewBrowser();
        await browser.PostJsonAsync("/login", "\"alice\"");
        var endWithoutActivity = TimeProvider.System.GetUtcNow() + maxAge;
        Answer active;
        do
        {
            active = await browser.GetAsync("/session");
            Assert.That(TimeProvider.System.GetUtcNow() + maxAge, Is.LessThan(endWithoutActivity.AddMinutes(1)), "Express doesn't extend the session.");
        }
        while (await ExpiryAsync(tableName) <= endWithoutActivity);
        await using var app = await FixtureApp.StartAsync(new ManualTimeProvider(endWithoutActivity), builder => builder.MigrateFromExpress(options =>
        {
            options.Secrets = settings.Secrets;
            options.MigrationKey = new byte[32];
            options.Format = format;
            options.Table.TableName = tableName;
        }));
        using var newcomer = app.NewBrowser();
        newcomer.Cookies[settings.CookieName] = browser.Cookies[settings.CookieName];

        var here = await newcomer.GetAsync("/");

        Assert.That(Describe(active), Does.ContainKey("user"), express.Output);
        Assert.That(Describe(here), Is.EqualTo(Describe(active)));
    }

    [Test]
    public async Task A_session_of_connect_dynamodb_is_found_after_a_change_to_the_store_that_reads_it_too()
    {
        var tableName = await TestEngine.CreateTableAsync();
        var settings = new ExpressSettings();
        await using var express = await ExpressProcess.StartAsync(ExpressFormat.PwrDrvr, tableName, settings);
        using var browser = express.NewBrowser();
        browser.Cookies[settings.CookieName] = ExpressCookie.ValueOf("x", Encoding.UTF8.GetBytes(settings.Secrets[0]));
        await (await TestEngine.ClientAsync()).PutItemAsync(tableName, new Dictionary<string, AttributeValue>
        {
            ["id"] = new("session#x"),
            ["sess"] = new("""{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"user":"alice"}"""),
            ["expires"] = new(""),
        });
        await using var app = await FixtureApp.StartAsync(TimeProvider.System, builder => builder.MigrateFromExpress(options =>
        {
            options.Secrets = settings.Secrets;
            options.MigrationKey = new byte[32];
            options.Format = ExpressFormat.PwrDrvr;
            options.Table.TableName = tableName;
        }));
        using var newcomer = app.NewBrowser();
        newcomer.Cookies[settings.CookieName] = browser.Cookies[settings.CookieName];

        var here = await newcomer.GetAsync("/");
        var atExpress = await browser.PostJsonAsync("/set", """{"seen":true}""");
        await newcomer.GetAsync("/");

        Assert.That(Describe(atExpress), Does.ContainKey("user"), express.Output);
        Assert.That(Describe(here), Is.EqualTo(Describe(atExpress).Where(field => field.Key != "seen")));
        Assert.That((await (await TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = tableName })).Count, Is.Zero);
    }

    [TestCaseSource(nameof(Stores))]
    [Category(ProofRun.Category)]
    public async Task Whatever_Express_has_stored_reads_as_JavaScript_reads_it(ExpressFormat format)
    {
        var tableName = await TestEngine.CreateTableAsync(ExpressProcess.KeyAttributeOf(format));
        var sessions = new RandomSessions(new Random(ProofRun.NewSeed()));
        var settings = new ExpressSettings();
        await using var express = await ExpressProcess.StartAsync(format, tableName, settings);
        await using var app = await FixtureApp.StartAsync(TimeProvider.System, builder => builder.MigrateFromExpress(options =>
        {
            options.Secrets = settings.Secrets;
            options.MigrationKey = new byte[32];
            options.Format = format;
            options.Table.TableName = tableName;
        }));

        for (var count = ProofRun.Count(small: 10, ci: 200, @long: 1_000); count > 0; count--)
        {
            var json = sessions.Next();
            using var browser = express.NewBrowser();
            await browser.PostJsonAsync("/login", "\"alice\"");
            await browser.PostJsonAsync("/set", json);
            var atExpress = await browser.GetAsync("/session");
            using var newcomer = app.NewBrowser();
            newcomer.Cookies[settings.CookieName] = browser.Cookies[settings.CookieName];

            var here = await newcomer.GetAsync("/");

            Assert.That((atExpress.Status, here.Status), Is.EqualTo((200, 200)), json);
            Assert.That(Describe(here), Is.EqualTo(Describe(atExpress)), json);
        }
    }

    /// <summary>Returns when the only record expires.</summary>
    private static async Task<DateTimeOffset> ExpiryAsync(string tableName)
    {
        var items = await (await TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = tableName, ConsistentRead = true });
        var expires = double.Parse(items.Items.Single()["expires"].N, CultureInfo.InvariantCulture);
        return DateTimeOffset.UnixEpoch.AddSeconds(expires < 1e11 ? expires : expires / 1000);
    }

    /// <summary>Describes the fields, without what Express and its stores have put there for themselves.</summary>
    private static Dictionary<string, string> Describe(Answer answer)
    {
        using var document = JsonDocument.Parse(answer.Text);
        return document.RootElement.EnumerateObject()
            .Where(field => field.Name is not ("cookie" or "#id" or "lastModified" or "updated"))
            .ToDictionary(field => field.Name, field => PlainJson.Describe(field.Value));
    }
}
