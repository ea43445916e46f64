using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Proof.Histories.Bugs;
using DynamoSession.Tests.Proof.Support;
using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>
/// An application with the package's own middleware on DynamoDB Local, called without a server. Everything from the cookie to the
/// call is real; only the wire and the clock belong to the test.
/// </summary>
internal sealed class HistoryApp : IAsyncDisposable
{
    public const int IdleSeconds = 20 * 60;

    /// <summary>So few that commits remove each other's tokens early. With the default, that takes many more commits.</summary>
    public const int MaxTokens = 6;

    private const string CookieName = "__Host-sid";
    private const string KeyPrefix = "s1#";

    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMilliseconds(200);
    private static readonly Microsoft.AspNetCore.Http.Endpoint Optimistic = new(
        requestDelegate: null, new EndpointMetadataCollection(new SessionPolicyAttribute { Concurrency = SessionConcurrency.Optimistic }), "optimistic");

    private readonly IAmazonDynamoDB _engine;
    private readonly IAmazonDynamoDB _client;
    private readonly CuttingProxy? _proxy;
    private readonly string _table;
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    private HistoryApp(IAmazonDynamoDB engine, string table, HistoryAppKind kind, SeededBug? bug)
    {
        _engine = engine;
        _table = table;
        var endpoint = new Uri(engine.Config.ServiceURL);
        if (kind == HistoryAppKind.Proxied)
        {
            _proxy = new CuttingProxy(endpoint, cutShare: 0.06, seed: table.GetHashCode(StringComparison.Ordinal));
            endpoint = _proxy.Endpoint;
        }

        (Wire, _client) = FaultyWire.Connect(endpoint, kind == HistoryAppKind.Retrying ? 2 : 0, AttemptLimit, Clock);
        bug?.Attach(Wire);

        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new Production());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(_client);
        var options = new SessionTableOptions { TableName = table, TokenLimits = new(Many: 2, MaxTokens) };
        services.AddSingleton<ISessionTable>(_ =>
        {
            // Without retries, the SDK makes every call.
            var direct = kind == HistoryAppKind.Retrying ? DynamoDbWire.Of((AmazonDynamoDBClient)_client, table)! : null;
            var real = new DynamoDbSessionTable(_client, options, Clock, direct);
            return bug?.Wrap(real) ?? real;
        });
        services.AddDynamoSession(session =>
        {
            session.Table.TableName = table;
            session.IdleTimeout = TimeSpan.FromSeconds(IdleSeconds);
            session.AbsoluteTimeout = Timeout.InfiniteTimeSpan;
            session.TouchAfter = TimeSpan.FromSeconds(30);
            session.IOTimeout = TimeSpan.FromSeconds(1.5);
            session.Cookie.MaxAge = kind is HistoryAppKind.Persistent or HistoryAppKind.Proxied ? TimeSpan.FromDays(1) : null;
        });
        _services = services.BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseDynamoSession();
        app.Run(HistoryEndpoint.RunAsync);
        _pipeline = app.Build();
    }

    public JumpingClock Clock { get; } = new();

    public FaultyWire Wire { get; }

    public long Faults => Wire.Faults + (_proxy?.Cuts ?? 0);

    public static async Task<HistoryApp> StartAsync(HistoryAppKind kind, SeededBug? bug = null) =>
        new(await TestEngine.ClientAsync(), await TestEngine.CreateTableAsync(), kind, bug);

    /// <summary>Sends a request through the middleware to the endpoint, and records the response.</summary>
    public async Task SendAsync(HistoryRequest request, HistoryStep step, EventOrder order)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Scheme = "https";
        context.Response.Body = Stream.Null;
        if (request.SentId is not null)
        {
            context.Request.Headers.Cookie = $"{CookieName}={request.SentId}";
        }

        if (request.IsOptimistic)
        {
            context.SetEndpoint(Optimistic);
        }

        context.Features.Set(new HistoryEndpoint(request, step, order, Clock));
        FaultScript.Current = new FaultScript(step.Faults);
        request.Start = order.Next();
        try
        {
            await _pipeline(context);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            request.Failure = exception.ToString();
        }

        request.Status = context.Response.StatusCode;
        request.EndedAt = Clock.Seconds;
        request.End = order.Next();
        RecordCookie(request, context.Response);
    }

    /// <summary>Deletes expired items, as the time to live does.</summary>
    public async Task ReapAsync(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            try
            {
                await _engine.DeleteItemAsync(new DeleteItemRequest
                {
                    TableName = _table,
                    Key = KeyOf(id),
                    ConditionExpression = "expires < :now AND attribute_not_exists(dead)",
                    ExpressionAttributeValues = new() { [":now"] = new AttributeValue { N = $"{Clock.Seconds}" } },
                });
            }
            catch (ConditionalCheckFailedException)
            {
                // Not expired.
            }
        }
    }

    /// <summary>Reads the stored items, bypassing the wire.</summary>
    public async Task<Dictionary<string, StoredItem>> ReadAsync(IReadOnlyCollection<string> ids)
    {
        var items = new Dictionary<string, StoredItem>();
        foreach (var chunk in ids.Chunk(100))
        {
            var keys = new KeysAndAttributes { ConsistentRead = true, Keys = [.. chunk.Select(KeyOf)] };
            var response = await _engine.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = new() { [_table] = keys } });
            Assert.That(response.UnprocessedKeys ?? [], Is.Empty);
            var byKey = response.Responses[_table].ToDictionary(item => item["id"].S);
            foreach (var id in chunk)
            {
                if (byKey.TryGetValue(KeyPrefix + SessionId.PublicIdOf(id), out var item))
                {
                    items[id] = ItemText.Read(item);
                }
            }
        }

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.WhenQuietAsync();
        await _services.DisposeAsync();
        _client.Dispose();
        Wire.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await _engine.DeleteTableAsync(_table);
    }

    private static Dictionary<string, AttributeValue> KeyOf(string id) => new() { ["id"] = new AttributeValue(KeyPrefix + SessionId.PublicIdOf(id)) };

    private static void RecordCookie(HistoryRequest request, HttpResponse response)
    {
        foreach (var header in response.Headers.SetCookie)
        {
            var value = header!.Split(';')[0].Split('=', 2)[1];
            request.CookieExpired |= value.Length == 0;
            request.CookieId = value.Length == 0 ? request.CookieId : value;
        }
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "Histories";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
