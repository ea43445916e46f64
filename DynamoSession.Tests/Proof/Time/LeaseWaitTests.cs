using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>How long an exclusive request waits for the lease.</summary>
[Category(ProofRun.Category)]
public sealed class LeaseWaitTests
{
    private static readonly Endpoint Exclusive = new(
        requestDelegate: null, new EndpointMetadataCollection(new SessionPolicyAttribute { Concurrency = SessionConcurrency.Exclusive }), "exclusive");

    private readonly ManualTimeProvider _clock = new();
    private readonly string _secret = SessionId.NewSecret();
    private IHost _host = null!;
    private RequestDelegate _pipeline = null!;
    private InMemorySessionTable _table = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _table = new InMemorySessionTable(_clock);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<ISessionTable>(_table).AddDynamoSession(options =>
        {
            options.LeaseDuration = TimeSpan.FromMinutes(5);
            options.LeaseWait = TimeSpan.FromSeconds(10);
        });
        _host = builder.Build();
        var app = new ApplicationBuilder(_host.Services);
        app.UseDynamoSession();
        app.Run(context =>
        {
            context.Session.Increment("count");
            return Task.CompletedTask;
        });
        _pipeline = app.Build();
        var now = _clock.GetUtcNow();
        await _table.CreateAsync(
            new SessionCreation
            {
                Id = SessionId.PublicIdOf(_secret),
                Fields = new Dictionary<string, SessionValue>(),
                CreatedAt = now,
                ExpiresAt = now + TimeSpan.FromMinutes(20),
                AbsoluteExpiresAt = null,
            },
            CancellationToken.None);
    }

    [TearDown]
    public void Stop() => _host.Dispose();

    [Test]
    public async Task A_request_waits_for_the_lease_until_LeaseWait_has_elapsed_and_then_gets_a_423([Values(-1, 0, 1)] int offset)
    {
        var holder = new SessionLease { Id = SessionId.PublicIdOf(_secret), Duration = TimeSpan.FromMinutes(5) };
        await _table.AcquireAsync(holder, CancellationToken.None);

        var waiting = SendAsync();
        var end = _clock.GetUtcNow() + TimeSpan.FromSeconds(10 + offset);
        while (_clock.GetUtcNow() < end && !waiting.IsCompleted)
        {
            await Task.WhenAny(_clock.WhenTimersWaitAsync(1), waiting);
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        if (offset < 0)
        {
            Assert.That(waiting.IsCompleted, Is.False);
            await _table.ReleaseAsync(holder, CancellationToken.None);
            while (!waiting.IsCompleted)
            {
                await Task.WhenAny(_clock.WhenTimersWaitAsync(1), waiting);
                _clock.Advance(TimeSpan.FromMilliseconds(50));
            }
        }

        Assert.That(await waiting, Is.EqualTo(offset < 0 ? 200 : 423));
    }

    private async Task<int> SendAsync()
    {
        var context = new DefaultHttpContext { RequestServices = _host.Services };
        context.Request.Headers.Cookie = $"{SessionApp.CookieName}={_secret}";
        context.SetEndpoint(Exclusive);
        await _pipeline(context);
        return context.Response.StatusCode;
    }
}
