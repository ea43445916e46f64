namespace Snippets;

internal static class GettingStarted
{
    public static void Run(string[] args)
    {
        #region minimal-app
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDynamoSession().UseInMemoryTable();

        var app = builder.Build();
        app.UseRouting();
        app.UseDynamoSession();

        app.MapGet("/", (HttpContext context) =>
        {
            var session = context.GetDynamoSession();
            session.Increment("visits");
            return $"Visit number {session.Get<int>("visits")}.";
        });

        app.Run();
        #endregion
    }

    public static void Configure(WebApplicationBuilder builder)
    {
        #region configuration-section
        builder.Services.AddDynamoSession(builder.Configuration.GetSection("DynamoSession"));
        #endregion
    }

    public static void DynamoDb(WebApplicationBuilder builder)
    {
        #region dynamodb
        var sessions = builder.Services.AddDynamoSession(options => options.Table.TableName = "shop-sessions");
        if (builder.Environment.IsDevelopment())
        {
            sessions.CreateTableIfNotExists();
        }
        #endregion
    }

    public static void CreateTable(WebApplicationBuilder builder)
    {
        #region create-table
        var sessions = builder.Services.AddDynamoSession();
        if (builder.Environment.IsDevelopment())
        {
            sessions.CreateTableIfNotExists();
        }
        #endregion
    }

    public static void MicrosoftSession(WebApplicationBuilder builder)
    {
        #region use-session
        builder.Services.AddSession();
        builder.Services.AddDynamoSession();

        var app = builder.Build();
        app.UseSession();
        #endregion
    }

    public static void Pipeline(WebApplication app)
    {
        #region order
        app.UseExceptionHandler("/Error/500");
        app.UseStatusCodePagesWithReExecute("/Error/{0}");
        app.UseHttpsRedirection();
        app.UseRouting();
        app.UseCors();
        app.UseRequestTimeouts();
        app.UseDynamoSession();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOutputCache();

        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        #endregion
    }
}
