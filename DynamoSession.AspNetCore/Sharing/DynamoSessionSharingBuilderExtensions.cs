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

/// <summary>Lets another application live on the same sessions at the same time.</summary>
public static class DynamoSessionSharingBuilderExtensions
{
    /// <summary>
    /// Shares the sessions of a live application with Express (express-session with one of two DynamoDB stores): the same table, the same
    /// cookie, both ways. Signing in at one is signing in at the other, signing out too. Needs <c>app.UseDynamoSession()</c>, and the
    /// permissions <c>dynamodb:GetItem</c>, <c>UpdateItem</c> and <c>PutItem</c> on the table. Calling it again adds to the options only.
    /// </summary>
    /// <remarks>Express knows no version, no absolute end, no user and no lease, so a shared session has none of them.</remarks>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options, which are checked when the application starts.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder ShareWithExpress(this IDynamoSessionBuilder builder, Action<ExpressSharingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var services = builder.Services;
        // Checked at start with the options that rest on them; twice would be every message twice.
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

        // First of all, so that whatever the application says, before or after, comes later.
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
