using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.AspNetCore;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>An application whose sessions are in the table that <see cref="AWSConfigs.HttpClientFactory"/> leads to.</summary>
internal sealed class SessionRequests : IAsyncDisposable
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 300).Select(index => $"c{index}")];

    private readonly WebApplication _app;
    private readonly PlainServer _server;
    private readonly bool _hasSessions;
    private RequestKind _kind;
    private bool _usesSession;
    private int _fields;
    private int _changes;

    private SessionRequests(WebApplication app, bool hasSessions)
    {
        _app = app;
        _hasSessions = hasSessions;
        app.Run(RunAsync);
        _server = new PlainServer(((IApplicationBuilder)app).Build(), app.Services);
    }

    public static SessionRequests Start(bool usesSdk)
    {
        var builder = CreateBuilder();
        builder.Services.AddDefaultAWSOptions(new AWSOptions { Region = RegionEndpoint.USEast1, Credentials = new BasicAWSCredentials("benchmarks", "none") });
        builder.Services.AddDynamoSession(options =>
        {
            options.UseSdk = usesSdk;
            options.MaxSessionBytes = 400_000;
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default);
        });
        var app = builder.Build();
        app.UseDynamoSession();
        return new(app, hasSessions: true);
    }

    public static SessionRequests StartWithout() => new(CreateBuilder().Build(), hasSessions: false);

    /// <param name="kind">What the request does.</param>
    /// <param name="fields">How many fields <see cref="RequestKind.ManyChanges"/> sets.</param>
    public async Task SendAsync(RequestKind kind, int fields = 0)
    {
        _kind = kind;
        _usesSession = _hasSessions && kind is not (RequestKind.NoCookie or RequestKind.JunkCookie or RequestKind.Unused);
        _fields = fields;
        await _server.SendAsync("/", kind switch
        {
            RequestKind.NoCookie => null,
            RequestKind.JunkCookie => "__Host-sid=junk",
            _ => "__Host-sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore();
        return builder;
    }

    private Task RunAsync(HttpContext context)
    {
        if (!_usesSession)
        {
            return Task.CompletedTask;
        }

        var session = context.Session;

        switch (_kind)
        {
            case RequestKind.OneField:
                Expect(session.Get<string>("field-7"));
                break;
            case RequestKind.ThreeFields:
                Expect(session.Get<string>("field-3"));
                Expect(session.Get<string>("field-7"));
                Expect(session.Get<string>("field-11"));
                break;
            case RequestKind.Cart:
                Expect(session.Get<List<CartLine>>(SessionContent.Cart));
                break;
            case RequestKind.Viewed:
                Expect(session.Get<List<CartLine>>(SessionContent.Viewed));
                break;
            case RequestKind.Change:
                session.Set("changes", ++_changes);
                break;
            case RequestKind.ManyChanges:
                _changes++;
                foreach (var name in Names.AsSpan(0, _fields))
                {
                    session.Set(name, _changes);
                }

                break;
        }

        return Task.CompletedTask;
    }

    private static void Expect(object? value)
    {
        if (value is null)
        {
            throw new InvalidOperationException("The session was not loaded.");
        }
    }
}
