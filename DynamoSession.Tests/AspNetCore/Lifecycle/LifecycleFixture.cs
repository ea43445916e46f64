using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A scripted application on a fresh table, its clock, and a browser.</summary>
public abstract class LifecycleFixture
{
    private protected ManualTimeProvider Clock { get; private set; } = null!;

    private protected ScriptedApp App { get; private set; } = null!;

    private protected Browser Browser => App.Browser;

    private protected Wire Wire => App.App.Wire;

    /// <summary>Gets whether time passes by itself, for tests whose requests wait for each other.</summary>
    private protected virtual bool UsesRealTime => false;

    [SetUp]
    public async Task StartAsync()
    {
        Clock = new ManualTimeProvider();
        App = await ScriptedApp.StartAsync(Configure, UsesRealTime ? TimeProvider.System : Clock);
    }

    [TearDown]
    public Task StopAsync() => App.DisposeAsync().AsTask();

    private protected virtual void Configure(DynamoSessionOptions options)
    {
    }

    private protected Task<Answer> RunAsync(Action<IDynamoSession> script, string policy = "merge", Browser? browser = null) =>
        App.RunAsync(script, policy, browser);

    private protected Task<Answer> RunAsync(Func<IDynamoSession, Task> script, string policy = "merge", Browser? browser = null) =>
        App.RunAsync(script, policy, browser);

    private protected Task<string> ReadAsync(string field, Browser? browser = null) => App.ReadAsync(field, browser);

    private protected async Task<Dictionary<string, AttributeValue>> ItemAsync(string? cookie = null) =>
        (await App.App.ItemAsync(cookie ?? Browser.SessionCookie))!;

    private protected async Task<Dictionary<string, AttributeValue>> FieldsAsync() => (await ItemAsync())["sess"].M;

    /// <summary>Returns the items that are sessions, not tombstones.</summary>
    private protected async Task<int> CountLiveItemsAsync()
    {
        var items = await (await Support.Engine.TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = App.App.TableName });
        return items.Items.Count(item => item.ContainsKey("sess"));
    }
}
