using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.Support.Http;

/// <summary>
/// A real application on Kestrel with sessions in a table of DynamoDB Local, or in memory. It runs as in Production; the tests'
/// browser sends a Secure cookie over plain http, which real ones do not.
/// </summary>
internal sealed class SessionApp : IAsyncDisposable
{
    public const string CookieName = "__Host-sid";

    private readonly WebApplication _app;

    private SessionApp(WebApplication app, Wire? wire, IAmazonDynamoDB? client, string tableName, WatchedLogs logs)
    {
        _app = app;
        Wire = wire!;
        Client = client!;
        TableName = tableName;
        Logs = logs;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    /// <summary>Gets the wire to the engine; only for applications on the engine.</summary>
    public Wire Wire { get; }

    /// <summary>Gets the application's own client; its calls are on the <see cref="Wire"/> too.</summary>
    public IAmazonDynamoDB Client { get; }

    public string TableName { get; }

    public WatchedLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts an application on a fresh table of the engine.</summary>
    /// <param name="pipeline">Adds middleware and endpoints, <c>UseDynamoSession</c> included.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="services">Adds services; they are added last.</param>
    /// <param name="clock">The clock of the application and its table.</param>
    /// <param name="tableName">An existing table instead of a fresh one.</param>
    /// <param name="protocols">What Kestrel speaks.</param>
    public static async Task<SessionApp> StartAsync(
        Action<WebApplication> pipeline,
        Action<DynamoSessionOptions>? configure = null,
        Action<WebApplicationBuilder>? services = null,
        TimeProvider? clock = null,
        string? tableName = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        tableName ??= await TestEngine.CreateTableAsync();
        var endpoint = new Uri((await TestEngine.ClientAsync()).Config.ServiceURL);
        var (wire, client) = Wire.Connect(endpoint);
        return await StartAsync(
            pipeline,
            options =>
            {
                options.Table.TableName = tableName;
                configure?.Invoke(options);
            },
            builder =>
            {
                builder.Services.AddSingleton(client);

                // As if the client were DynamoSession's own, without the SDK for the two calls of a request.
                builder.Services.AddSingleton<ISessionTable>(provider =>
                {
                    var source = provider.GetRequiredService<DynamoDbClientSource>();
                    var options = provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;
                    return new DynamoDbSessionTable(
                        source.Client,
                        options.Table,
                        provider.GetRequiredService<TimeProvider>(),
                        source.Client == client && !options.UseSdk ? DynamoDbWire.Of((AmazonDynamoDBClient)client, options.Table.TableName)! : source.Wire);
                });
                services?.Invoke(builder);
            },
            clock,
            protocols,
            (app, logs) => new SessionApp(app, wire, client, tableName, logs));
    }

    /// <summary>Starts an application on the table in memory, or on one that <paramref name="services"/> registers.</summary>
    public static Task<SessionApp> StartInMemoryAsync(
        Action<WebApplication> pipeline,
        Action<DynamoSessionOptions>? configure = null,
        Action<WebApplicationBuilder>? services = null,
        TimeProvider? clock = null,
        HttpProtocols protocols = HttpProtocols.Http1) =>
        StartAsync(
            pipeline,
            options => configure?.Invoke(options),
            builder =>
            {
                builder.Services.AddDynamoSession().UseInMemoryTable();
                services?.Invoke(builder);
            },
            clock,
            protocols,
            (app, logs) => new SessionApp(app, wire: null, client: null, "", logs));

    public Browser NewBrowser(Version? version = null) => new(Address, version);

    /// <summary>Returns the calls since the last call of this method.</summary>
    public IReadOnlyList<TableCall> TakeCalls()
    {
        var calls = new List<TableCall>();
        while (Wire.Calls.TryDequeue(out var call))
        {
            calls.Add(call);
        }

        return calls;
    }

    /// <summary>Reads a session's item, not over the <see cref="Wire"/>; null when there is none.</summary>
    public async Task<Dictionary<string, AttributeValue>?> ItemAsync(string? cookie)
    {
        var engine = await TestEngine.ClientAsync();
        var key = new Dictionary<string, AttributeValue> { ["id"] = new() { S = KeyOf(cookie) } };
        var response = await engine.GetItemAsync(new GetItemRequest { TableName = TableName, Key = key, ConsistentRead = true });
        return response.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>Reads a session's fields, not over the <see cref="Wire"/>.</summary>
    public async Task<Dictionary<string, AttributeValue>> FieldsAsync(string? cookie) => (await ItemAsync(cookie))!["sess"].M ?? [];

    public async Task<int> CountItemsAsync() =>
        (await (await TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = TableName, Select = Select.COUNT })).Count ?? 0;

    public static string KeyOf(string? cookie) => "s1#" + SessionId.PublicIdOf(cookie!);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Client?.Dispose();
        Assert.That(LeakWatch.Leaks(), Is.Empty, "An id, a cookie or a field's value was logged, traced or measured.");
    }

    private static async Task<SessionApp> StartAsync(
        Action<WebApplication> pipeline,
        Action<DynamoSessionOptions> configure,
        Action<WebApplicationBuilder> services,
        TimeProvider? clock,
        HttpProtocols protocols,
        Func<WebApplication, WatchedLogs, SessionApp> create)
    {
        var logs = new WatchedLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddDynamoSession(configure);
        services(builder);

        var app = builder.Build();
        pipeline(app);
        await app.StartAsync();
        return create(app, logs);
    }
}
