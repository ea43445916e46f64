using DynamoSession.AspNetCore;
using Storefront;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages().AddSessionStateTempDataProvider();

var settings = builder.Configuration.GetSection("DynamoSession");
var sessions = builder.Services.AddDynamoSession(settings);

// Only the configuration decides: credentials that happen to be on a machine never turn a demo into a bill.
var tableName = settings["Table:TableName"];
if (tableName is null)
{
    sessions.UseInMemoryTable();
}
else if (builder.Environment.IsDevelopment())
{
    sessions.CreateTableIfNotExists();
}

var app = builder.Build();
if (tableName is null)
{
    app.Logger.SessionsInMemory();
}
else
{
    app.Logger.SessionsInDynamoDb(tableName);
}

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/Error/500");
}

app.UseStatusCodePagesWithReExecute("/Error/{0}");
app.UseRouting();
app.UseDynamoSession();

app.MapStaticAssets();
app.MapGet("/health", () => "healthy").WithSessionPolicy(SessionAccess.None);
app.MapRazorPages().WithStaticAssets();

app.Run();
