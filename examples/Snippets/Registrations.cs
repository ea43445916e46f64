using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Migration;

namespace Snippets;

internal static class Registrations
{
    public static void PersistentCookie(WebApplicationBuilder builder)
    {
        #region persistent-cookie
        builder.Services.AddDynamoSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromDays(14);
            options.AbsoluteTimeout = TimeSpan.FromDays(90);
            options.Cookie.MaxAge = TimeSpan.FromDays(14);
        });
        #endregion
    }

    public static void Sharing(WebApplicationBuilder builder)
    {
        #region share-with-express
        builder.Services
            .AddDynamoSession(options => options.Cookie.MaxAge = TimeSpan.FromDays(14))
            .ShareWithExpress(options =>
            {
                options.Secrets = [builder.Configuration["SESSION_SECRET"]!];
                options.Format = ExpressFormat.ConnectDynamoDb;
                options.Table.TableName = "sessions";
            });
        #endregion
    }

    public static void DecoratedTable(IServiceCollection services, IAmazonDynamoDB client, SessionTableOptions tableOptions)
    {
        #region decorated-table
        services.AddDynamoSession();
        services.AddSingleton<ISessionTable>(new AuditedTable(new DynamoDbSessionTable(client, tableOptions, TimeProvider.System)));
        #endregion
    }

    public static void TempData(WebApplicationBuilder builder)
    {
        #region temp-data
        builder.Services.AddRazorPages().AddSessionStateTempDataProvider();
        #endregion
    }
}
