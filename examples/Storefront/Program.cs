using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Authentication.Cookies;
using Storefront;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages().AddSessionStateTempDataProvider();

builder.Services.AddSingleton<Accounts>();
builder.Services.AddSingleton<Orders>();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
{
    cookie.LoginPath = "/SignIn";

    // For users who choose to stay signed in. Each use extends it, up to AbsoluteTimeout in appsettings.json.
    cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
});

// The session is the sign-in: whatever ends it signs its user out with the next request. TouchAfter in appsettings.json determines how precise
// "last seen" on the page "My devices" is; each touch is a write.
var settings = builder.Configuration.GetSection("DynamoSession");
var sessions = builder.Services.AddDynamoSession(settings).StoreSignInTickets();

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

// The pages need no script, and nothing from elsewhere.
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    context.Response.Headers.XContentTypeOptions = "nosniff";
    return next(context);
});

app.UseStatusCodePagesWithReExecute("/Error/{0}");
app.UseRouting();
app.UseDynamoSession();
app.UseAuthentication();
app.UseAuthorization();

app.MapStaticAssets();
app.MapGet("/health", () => "healthy").WithSessionPolicy(SessionAccess.None);
app.MapRazorPages().WithStaticAssets();

// In Development: http://localhost:5080/_session
app.MapDynamoSessionInspector();

app.Run();
