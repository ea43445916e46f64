using System.Text;
using System.Text.Json;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Tests.Proof;
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
    public async Task Who_has_signed_in_at_Express_is_found_by_the_id_in_the_cookie(ExpressFormat format)
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
        Assert.That(Support.Sample.TextOf(result.Session!.Fields), Is.EqualTo(new Dictionary<string, string> { ["user"] = """{"S":"alice"}""" }));
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

    /// <summary>Describes the fields, without what Express and its stores have put there for themselves.</summary>
    private static Dictionary<string, string> Describe(Answer answer)
    {
        using var document = JsonDocument.Parse(answer.Text);
        return document.RootElement.EnumerateObject()
            .Where(field => field.Name is not ("cookie" or "#id" or "lastModified" or "updated"))
            .ToDictionary(field => field.Name, field => PlainJson.Describe(field.Value));
    }
}
