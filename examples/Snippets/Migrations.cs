using DynamoSession.Core.Migration;

namespace Snippets;

internal static class Migrations
{
    public static void FromExpress(WebApplicationBuilder builder)
    {
        #region from-express
        builder.Services.AddDynamoSession().MigrateFromExpress(options =>
        {
            options.Secrets = [builder.Configuration["Express:Secret"]!];
            options.MigrationKey = Convert.FromBase64String(builder.Configuration["MigrationKey"]!);
            options.Format = ExpressFormat.ConnectDynamoDb;
            options.Table.TableName = "express-sessions";
        });
        #endregion
    }

    public static void FromLaravel(WebApplicationBuilder builder)
    {
        #region from-laravel
        builder.Services.AddDynamoSession().MigrateFromLaravel(options =>
        {
            options.CookieName = "shop_session";
            options.MigrationKey = Convert.FromBase64String(builder.Configuration["MigrationKey"]!);
            options.Application.ApplicationKey = builder.Configuration["Laravel:AppKey"]!;
            options.Application.Table.TableName = "cache";
            options.Application.Table.KeyPrefix = "shop_cache_";
            options.Application.Lifetime = TimeSpan.FromMinutes(120);
            options.Application.IsEncrypted = true;
        });
        #endregion
    }

    public static void FromAwsCacheProvider(WebApplicationBuilder builder)
    {
        #region from-aws-cache
        builder.Services.AddDynamoSession().MigrateFromDistributedCache(options =>
        {
            options.MigrationKey = Convert.FromBase64String(builder.Configuration["MigrationKey"]!);
            options.Table.TableName = "session-cache";
        });
        #endregion
    }

    public static void FromAnyCache(WebApplicationBuilder builder)
    {
        #region from-any-cache
        builder.Services.AddDynamoSession().MigrateFromDistributedCache(options =>
        {
            options.MigrationKey = Convert.FromBase64String(builder.Configuration["MigrationKey"]!);
            options.IdleTimeout = TimeSpan.FromMinutes(20);
        });
        #endregion
    }
}
