using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.AspNetCore.Sharing;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Sharing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Shares sessions with another application that runs at the same time.</summary>
public static class DynamoSessionSharingBuilderExtensions
{
    /// <summary>
    /// Shares the sessions of a live Express application (express-session with one of two DynamoDB stores): both applications use the same
    /// table and the same cookie, so signing in or out of one signs in or out of the other. Requires <c>app.UseDynamoSession()</c>, and the
    /// permissions <c>dynamodb:GetItem</c>, <c>UpdateItem</c> and <c>PutItem</c> on the table. Calling it again only adds to the options.
    /// </summary>
    /// <remarks>Express doesn't support versions, absolute timeouts, users or leases, so shared sessions don't have them either.</remarks>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options, which are validated when the application starts.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder ShareWithExpress(this IDynamoSessionBuilder builder, Action<ExpressSharingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var services = builder.Services;
        // Validated at start with the options that depend on them; validating them twice would report every error twice.
        services.AddOptions<ExpressSharingOptions>().Configure(configure);
        if (services.All(service => service.ServiceType != typeof(SharingRegistration)))
        {
            AddServices(services);
        }

        return builder;
    }

    private static void AddServices(IServiceCollection services)
    {
        var table = ServiceDescriptor.Singleton<ISessionTable>(CreateTable);
        services.Replace(table);
        services.Replace(ServiceDescriptor.Singleton<ISessionIdentity, ExpressIdentity>());
        services.Replace(ServiceDescriptor.Singleton<ICookieLifetime, ExpressCookieLifetime>());
        services.Replace(ServiceDescriptor.Singleton(ExpressLimitations.All));
        services.AddSingleton(new SharingRegistration(services, table));
        services.AddSingleton<IValidateOptions<ExpressSharingOptions>, ExpressSharingOptionsValidator>();
        services.AddSingleton<IValidateOptions<DynamoSessionOptions>, ExpressSharingRules>();

        // First, so that anything the application configures, before or after, comes later.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<DynamoSessionOptions>, ExpressSharingDefaults>());
        services.AddSingleton<IPostConfigureOptions<DynamoSessionOptions>, ExpressSharingDefaults>();
    }

    private static ExpressSessionTable CreateTable(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;
        var sharing = provider.GetRequiredService<IOptions<ExpressSharingOptions>>().Value;
        return new ExpressSessionTable(
            provider.GetRequiredService<DynamoDbClientSource>().Client,
            new LegacyTableOptions { TableName = options.Table.TableName, KeyAttribute = sharing.Table.KeyAttribute, KeyPrefix = sharing.Table.KeyPrefix },
            sharing.Format,
            SharedCookie.Of(options.Cookie),
            provider.GetRequiredService<TimeProvider>());
    }
}
