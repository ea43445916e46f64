using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Inspector;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.AspNetCore.SignIn;
using DynamoSession.AspNetCore.UseSession;
using DynamoSession.Core;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers sessions.</summary>
public static class DynamoSessionServiceCollectionExtensions
{
    /// <summary>
    /// Registers sessions with the default options: in the table <c>sessions</c>, with the application's own <c>IAmazonDynamoDB</c> if it has
    /// registered one, else with a client built from its <c>AWSOptions</c> or the configuration section <c>AWS</c>, and the environment. It also replaces the
    /// storage of <c>app.UseSession()</c>. Calling it again only adds to the options.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <returns>The builder, for further configuration.</returns>
    public static IDynamoSessionBuilder AddDynamoSession(this IServiceCollection services) => AddDynamoSession(services, _ => { });

    /// <summary>Registers sessions.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The options by name, for example <c>IdleTimeout</c>, <c>Table:TableName</c> or <c>Cookie:Name</c>. An unknown name or an invalid
    /// value is an error when the application starts; a section that does not exist is a warning.
    /// </param>
    /// <returns>The builder, for further configuration.</returns>
    public static IDynamoSessionBuilder AddDynamoSession(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        if (section is IConfigurationSection named)
        {
            services.AddSingleton(new OptionsSection(named));
        }

        return AddDynamoSession(services, options => DynamoSessionConfiguration.Bind(section, options));
    }

    /// <summary>Registers sessions.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options, which are validated when the application starts.</param>
    /// <returns>The builder, for further configuration.</returns>
    public static IDynamoSessionBuilder AddDynamoSession(this IServiceCollection services, Action<DynamoSessionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.AddOptions<DynamoSessionOptions>().Configure(configure).ValidateOnStart();
        if (services.All(service => service.ServiceType != typeof(DynamoSessionMarker)))
        {
            AddServices(services);
        }

        return new DynamoSessionBuilder(services);
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<DynamoSessionMarker>();
        services.AddSingleton<IValidateOptions<DynamoSessionOptions>, DynamoSessionOptionsValidator>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<DynamoDbClientSource>();
        OwnDynamoDbClient.Register(services);
        services.TryAddSingleton<ISessionTable>(provider => new DynamoDbSessionTable(
            provider.GetRequiredService<DynamoDbClientSource>().Client,
            provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value.Table,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<DynamoDbClientSource>().Wire));
        services.TryAddSingleton<ISessionIdentity, OwnIdentity>();
        services.TryAddSingleton<ICookieLifetime, CookieLifetime>();
        services.TryAddSingleton(SessionLimitations.None);
        InspectorRegistration.Add(services);
        SessionServices.Add(services);
        DirectoryRegistration.Add(services);

        services.AddHostedService<StartupWarnings>();
        AuthenticationServiceDecoration.Register(services);
        services.AddSingleton<MicrosoftSessionServices>();
        services.Replace(ServiceDescriptor.Singleton<ISessionStore, MicrosoftSessionStore>());
    }
}
