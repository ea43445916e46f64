using System.Text.Json;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Express;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Each of the real stores, in a real application, writes what we read.</summary>
[TestFixture]
[Category(TestEngine.Category)]
[Parallelizable(ParallelScope.All)]
public sealed class RealExpressTests
{
    [TestCase(ExpressFormat.ConnectDynamoDb)]
    [TestCase(ExpressFormat.PwrDrvr)]
    [TestCase(ExpressFormat.ConnectDynamoDbSession)]
    [TestCase(ExpressFormat.ServerlessDynamoDbSessionStore)]
    [TestCase(ExpressFormat.DynamoDbStore)]
    public async Task Who_has_signed_in_at_Express_is_found_by_the_id_in_the_cookie(ExpressFormat format)
    {
        var tableName = await TestEngine.CreateTableAsync(ExpressProcess.KeyAttributeOf(format));
        var settings = new ExpressSettings();
        await using var express = await ExpressProcess.StartAsync(format, tableName, settings);
        using var browser = express.NewBrowser();

        var answer = await browser.PostJsonAsync("/login", "\"alice\"");

        var id = ExpressCookie.FindId($"{settings.CookieName}={browser.Cookies[settings.CookieName]}", settings.CookieName, settings.Secrets);
        var store = new ExpressSessionStore(await TestEngine.ClientAsync(), new() { TableName = tableName }, format, TimeProvider.System);
        var result = await store.LoadAsync(id!, CancellationToken.None);
        Assert.That((answer.Status, result.Status), Is.EqualTo((200, OldSessionStatus.Live)), express.Output);
        using var session = JsonDocument.Parse(answer.Text);
        Assert.That(session.RootElement.GetProperty("#id").GetString(), Is.EqualTo(id));
        Assert.That(Support.Sample.TextOf(result.Session!.Fields), Is.EqualTo(new Dictionary<string, string> { ["user"] = """{"S":"alice"}""" }));
    }
}
