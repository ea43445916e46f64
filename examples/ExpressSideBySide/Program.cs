using DynamoSession.AspNetCore;
using DynamoSession.Core.Migration;
using ExpressSideBySide;

var builder = WebApplication.CreateBuilder(args);
var express = builder.Configuration["EXPRESS_URL"];
string[] secrets = [builder.Configuration["SESSION_SECRET"] ?? throw new InvalidOperationException("SESSION_SECRET is not set. It is the secret of express-session.")];
var expressTable = builder.Configuration["EXPRESS_TABLE"] ?? "express-sessions";
var lifetime = TimeSpan.FromDays(14);

var sessions = builder.Services.AddDynamoSession(options =>
{
    // As in Express.
    options.Cookie.MaxAge = lifetime;
    options.Cookie.SameSite = SameSiteMode.Lax;
});
if (express is not null)
{
    builder.Services.AddHttpForwarder();
    sessions.ShareWithExpress(options =>
    {
        options.Secrets = secrets;
        options.Format = ExpressFormat.ConnectDynamoDb;
        options.Table.TableName = expressTable;
    });
}
else
{
    builder.Services.Configure<DynamoSessionOptions>(options =>
    {
        options.Table.TableName = builder.Configuration["TABLE"] ?? "shop-sessions";
        options.IdleTimeout = lifetime;
        options.AbsoluteTimeout = Timeout.InfiniteTimeSpan;
    });
    sessions.MigrateFromExpress(options =>
    {
        options.Secrets = secrets;
        options.MigrationKey = Convert.FromBase64String(builder.Configuration["MIGRATION_KEY"] ?? throw new InvalidOperationException("MIGRATION_KEY is not set."));
        options.Format = ExpressFormat.ConnectDynamoDb;
        options.Table.TableName = expressTable;
    });
    if (builder.Environment.IsDevelopment())
    {
        sessions.CreateTableIfNotExists();
    }
}

var app = builder.Build();
app.UseRouting();
app.UseDynamoSession();

// Without Express, all routes have moved.
foreach (var route in MovedRoutes.Of(express is null ? "home,cart,account" : builder.Configuration["MOVED"]))
{
    route(app);
}

if (express is not null)
{
    // What hasn't moved. Express loads the session of these requests, so it isn't loaded here.
    app.MapForwarder("/{**path}", express).WithSessionPolicy(SessionAccess.None);
}

app.Run();
