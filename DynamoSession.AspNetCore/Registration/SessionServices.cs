using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Registers the services that handle a request, from its cookie to the table.</summary>
internal static class SessionServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SessionLog>();

        services.AddMetrics();
        services.AddSingleton<SessionMeter>();
        services.AddSingleton<SessionOperations>();
        services.AddSingleton<SessionCounters>();
        services.AddSingleton<ItemTelemetry>();
        services.AddSingleton<CapacityTelemetry>();

        services.AddSingleton<SessionCookie>();
        services.AddSingleton<OwnWritesCookies>();
        services.AddSingleton<PlantedCookies>();

        services.TryAddSingleton<ICallTiming, CallTiming>();
        services.AddSingleton<TableStrain>();
        services.AddSingleton<TouchCircuit>();
        services.AddSingleton<LoadCircuit>();
        services.AddSingleton<Deadlines>();
        services.AddSingleton<WriteRetry>();

        services.AddSingleton<SessionExpiry>();
        services.AddSingleton<SessionDrafts>();

        services.AddSingleton<RevocationChecks>();
        services.AddSingleton<SessionLoader>();
        services.AddSingleton<LeaseQueues>();
        services.AddSingleton<LeaseWait>();

        services.AddSingleton<SessionWrites>();
        services.AddSingleton<WriteSender>();
        services.AddSingleton<SessionRenewal>();
        services.AddSingleton<SessionTouch>();
        services.AddSingleton<SessionUpdate>();
        services.AddSingleton<CommitPlanner>();
        services.AddSingleton<CommitExecutor>();

        services.AddSingleton<RequestLoader>();
        services.AddSingleton<RequestSessions>();
        services.AddSingleton<ResponseHeaders>();
        services.AddSingleton<OutsideSessions>();
        services.AddSingleton<MiddlewareUse>();
    }
}
