using System.Diagnostics.CodeAnalysis;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Migration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Migrates sessions of other packages, so that switching to DynamoSession signs nobody out.</summary>
public static class DynamoSessionMigrationBuilderExtensions
{
    /// <summary>
    /// Migrates the sessions of Express (express-session with one of its DynamoDB stores), each by the first request that has its cookie
    /// and no cookie of DynamoSession. Requires <c>app.UseDynamoSession()</c>, and the permissions <c>dynamodb:GetItem</c> and <c>DeleteItem</c> on the
    /// legacy table. Calling it again only adds to the options.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options, which are validated when the application starts.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder MigrateFromExpress(this IDynamoSessionBuilder builder, Action<ExpressMigrationOptions> configure) =>
        Migrate<ExpressMigrationOptions, ExpressMigrationOptionsValidator, ExpressSource>(builder, configure);

    /// <summary>
    /// Migrates the sessions of Laravel (its DynamoDB session driver), each by the first request that has its cookie and no cookie of
    /// DynamoSession. Requires <c>app.UseDynamoSession()</c>, and the permissions <c>dynamodb:GetItem</c> and <c>DeleteItem</c> on the legacy table.
    /// Calling it again only adds to the options.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options, which are validated when the application starts.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder MigrateFromLaravel(this IDynamoSessionBuilder builder, Action<LaravelMigrationOptions> configure) =>
        Migrate<LaravelMigrationOptions, LaravelMigrationOptionsValidator, LaravelSource>(builder, configure);

    /// <summary>
    /// Migrates the sessions of Microsoft's middleware, from any <c>IDistributedCache</c> or the table of AWS's cache provider, each by the
    /// first request that has its cookie and no cookie of DynamoSession. Requires <c>app.UseDynamoSession()</c>. Calling it again only adds to
    /// the options.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options, which are validated when the application starts.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder MigrateFromDistributedCache(this IDynamoSessionBuilder builder, Action<DistributedCacheMigrationOptions> configure)
    {
        var result = Migrate<DistributedCacheMigrationOptions, DistributedCacheMigrationOptionsValidator, DistributedCacheSource>(builder, configure);
        builder.Services.AddDataProtection();
        return result;
    }

    private static IDynamoSessionBuilder Migrate<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(IDynamoSessionBuilder builder, Action<TOptions> configure)
        where TOptions : SessionMigrationOptions
        where TValidator : class, IValidateOptions<TOptions>
        where TSource : class, IMigrationSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddOptions<TOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        builder.Services.TryAddSingleton<LegacyTableSource>();
        builder.Services.TryAddSingleton<MigrationTelemetry>();
        builder.Services.TryAddSingleton<MigrationCompletion>();
        builder.Services.TryAddSingleton<ISessionSource, SessionMigration>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IMigrationSource, TSource>());
        return builder;
    }
}
