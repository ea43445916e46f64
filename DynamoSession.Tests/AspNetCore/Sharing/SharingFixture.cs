using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Sharing;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Express;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>A real Express and an application of ours on one table, and browsers that go to both.</summary>
public abstract class SharingFixture(ExpressFormat format)
{
    private readonly List<SharedBrowser> _browsers = [];

    private protected static readonly string[] Secrets = ["keyboard cat", "an older one"];

    private protected ExpressFormat Format => format;

    private protected bool IsMap => format == ExpressFormat.PwrDrvr;

    private protected ExpressProcess Express { get; private set; } = null!;

    private protected ScriptedApp App { get; private set; } = null!;

    private protected string TableName { get; private set; } = null!;

    private protected virtual ExpressSettings Settings => new() { Secrets = Secrets };

    private protected virtual TimeProvider? Clock => null;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        TableName = await TestEngine.CreateTableAsync();
        Express = await ExpressProcess.StartAsync(format, TableName, Settings);
        App = await ScriptedApp.StartAsync(Configure, Clock, builder => builder.Services.AddDynamoSession().ShareWithExpress(Share), tableName: TableName);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        var ids = _browsers.Select(browser => browser.Id).OfType<string>().ToArray();
        _browsers.ForEach(browser => browser.Dispose());
        if (App is not null)
        {
            Assert.That(App.App.Logs.Own.GetSnapshot().Where(log => ids.Any(log.Message.Contains)), Is.Empty, "An id of Express was logged.");
            await App.DisposeAsync();
        }

        if (Express is not null)
        {
            await Express.DisposeAsync();
        }
    }

    private protected virtual void Configure(DynamoSessionOptions options)
    {
    }

    private protected SharedBrowser NewBrowser()
    {
        var browser = new SharedBrowser(App, Express, Secrets);
        _browsers.Add(browser);
        return browser;
    }

    private protected SharedBrowser TwinOf(SharedBrowser browser)
    {
        var twin = browser.Twin(Express);
        _browsers.Add(twin);
        return twin;
    }

    private protected string KeyOf(string? id) => (IsMap ? "session#" : "sess:") + id;

    private protected async Task<Dictionary<string, AttributeValue>?> ItemAsync(string? id)
    {
        var response = await (await TestEngine.ClientAsync()).GetItemAsync(new GetItemRequest
        {
            TableName = TableName,
            Key = new() { ["id"] = new AttributeValue(KeyOf(id)) },
            ConsistentRead = true,
        });
        return response.Item is { Count: > 0 } item ? item : null;
    }

    private void Share(ExpressSharingOptions options)
    {
        options.Secrets = Secrets;
        options.Format = format;
    }
}
