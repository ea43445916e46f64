using DynamoSession.AspNetCore.Calls;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Registers what the inspector needs. Until one is mapped, nothing is noted.</summary>
internal static class InspectorRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Inspection>();
        services.AddSingleton<InspectedItems>();
        services.AddSingleton<InspectorActions>();
        services.AddSingleton<IStartupFilter, InspectionStartupFilter>();
        services.TryAddSingleton<ICallTiming>(provider => new InspectedTiming(new CallTiming(provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<Inspection>()));
    }
}
