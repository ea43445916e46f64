using System.Globalization;
using Amazon.DynamoDBv2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>An application with one kind of sessions. DynamoDB is where the environment says.</summary>
internal static class ServedApplication
{
    /// <summary>The page that says how many bytes the process has allocated.</summary>
    public const string AllocatedPath = "/allocated";

    /// <summary>The page that sets the application's clock forward by as many seconds as its query says.</summary>
    public const string WaitPath = "/wait";

    /// <summary>Serves it on Kestrel until the standard input ends.</summary>
    public static async Task ServeAsync(SessionKind kind)
    {
        var clock = new ShiftedClock();
        await using var app = Build(kind, ApplicationSettings.FromEnvironment(), clock);
        app.Run(PagesOf(kind).RunAsync);
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"Now listening on: {app.Urls.Single()}");
        await Console.In.ReadToEndAsync();
    }

    /// <summary>Builds it without its pages.</summary>
    public static WebApplication Build(SessionKind kind, ApplicationSettings settings, ShiftedClock clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        AddSessions(builder.Services, kind, settings, clock);
        var app = builder.Build();
        app.Use((context, next) => context.Request.Path.Value switch
        {
            AllocatedPath => context.Response.WriteAsync($"{GC.GetTotalAllocatedBytes(precise: true)}"),
            WaitPath => PassAsync(clock, context),
            _ => next(context),
        });
        _ = PagesOf(kind) switch
        {
            DynamoSessionPages => app.UseDynamoSession(),
            MicrosoftPages => app.UseSession(),
            _ => app,
        };
        return app;
    }

    private static Pages PagesOf(SessionKind kind) => kind switch
    {
        SessionKind.None => new SessionlessPages(),
        SessionKind.DynamoSession or SessionKind.DynamoSessionBySdk => new DynamoSessionPages(),
        _ => new MicrosoftPages(),
    };

    private static Task PassAsync(ShiftedClock clock, HttpContext context)
    {
        clock.Pass(TimeSpan.FromSeconds(double.Parse(context.Request.QueryString.Value![1..], CultureInfo.InvariantCulture)));
        return Task.CompletedTask;
    }

    private static void AddSessions(IServiceCollection services, SessionKind kind, ApplicationSettings settings, ShiftedClock clock)
    {
        switch (kind)
        {
            case SessionKind.None:
                return;
            case SessionKind.DynamoSession or SessionKind.DynamoSessionBySdk:
                services.AddDynamoSession(options =>
                {
                    options.Table.TableName = settings.Table;
                    options.UseSdk = kind == SessionKind.DynamoSessionBySdk;
                    options.IdleTimeout = settings.IdleTimeout;
                    options.TouchAfter = settings.TouchAfter;
                    options.Consistency = settings.Consistency;
                    options.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default);
                });
                return;
            case SessionKind.MicrosoftOnRedis:
                services.AddStackExchangeRedisCache(options => options.Configuration = settings.Redis);
                break;
            case SessionKind.MicrosoftOnDynamoDb:
                services.AddSingleton<IDistributedCache>(new AwsProviderCache(new AmazonDynamoDBClient(), settings.Table, clock));
                break;
            default:
                services.AddDistributedMemoryCache();
                break;
        }

        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSession(options => options.IdleTimeout = settings.IdleTimeout);
    }
}
