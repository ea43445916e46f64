using DynamoSession.AspNetCore;
using DynamoSession.Tests.Proof.Load;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>The same application with this package's session or Microsoft's, and the same connection to a store in memory.</summary>
internal sealed class PeerApp : IAsyncDisposable
{
    private int _running;

    private PeerApp(SessionKind kind, StoreLink link)
    {
        Kind = kind;
        Link = link;
    }

    public SessionKind Kind { get; }

    public StoreLink Link { get; }

    public SessionApp App { get; private set; } = null!;

    public static async Task<PeerApp> StartAsync(SessionKind kind, Action<WebApplication> endpoints, Action<DynamoSessionOptions>? configure = null)
    {
        var link = new StoreLink();
        var peer = new PeerApp(kind, link);
        peer.App = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.Use(peer.CountAsync);
                _ = kind == SessionKind.Dynamo ? app.UseDynamoSession() : app.UseSession();
                endpoints(app);
            },
            configure,
            builder =>
            {
                var services = builder.Services;
                RemoteTable.Insert(services, link);
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddSingleton<IDistributedCache>(new RemoteCache(link, new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))));
                services.AddSession();
                if (kind == SessionKind.Microsoft)
                {
                    services.Replace(ServiceDescriptor.Transient<ISessionStore, DistributedSessionStore>());
                }
            });
        return peer;
    }

    /// <summary>Waits until every request has ended, because Microsoft's session saves after the response.</summary>
    public async Task WhenQuietAsync()
    {
        while (Volatile.Read(ref _running) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
