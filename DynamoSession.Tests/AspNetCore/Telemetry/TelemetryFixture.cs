using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using DynamoSession.Tests.Support.Telemetry;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>An application on DynamoDB Local whose telemetry is observed, and a browser that has a session.</summary>
[Category(TestEngine.Category)]
public abstract class TelemetryFixture
{
    private protected ManualTimeProvider Clock { get; private set; } = null!;

    private protected ScriptedApp App { get; private set; } = null!;

    private protected Browser Browser => App.Browser;

    private protected ObservedTelemetry Seen { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Clock = new ManualTimeProvider();
        App = await ScriptedApp.StartAsync(Configure, Clock, tableName: await TestEngine.CreateSessionTableAsync());
        Seen = new ObservedTelemetry(App.App.Services, App.App.TableName);
        await StoreAsync();
        App.App.TakeCalls();
        Seen.Clear();
    }

    [TearDown]
    public async Task StopAsync()
    {
        Seen.Dispose();
        await App.DisposeAsync();
    }

    private protected virtual void Configure(DynamoSessionOptions options)
    {
    }

    /// <summary>Gives the browser a session, or changes it.</summary>
    private protected Task<Answer> StoreAsync(string value = "dark") => App.RunAsync(session => session.Set("theme", LeakWatch.Value(value)));

    private protected Task<Answer> ReadAsync(string policy = "merge") => App.AskAsync(session => session.Get<string>("theme") is null ? "none" : "some", policy);

    /// <summary>Lets an operation be answered with an error from now on.</summary>
    private protected void Refuse(string operation, string type, HttpStatusCode status = HttpStatusCode.BadRequest) => App.App.Wire.Before = (called, _) =>
        Task.FromResult(called == operation ? Wire.Error(status, type) : null);
}
