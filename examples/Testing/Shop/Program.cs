using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Shop;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages().AddSessionStateTempDataProvider();

var settings = builder.Configuration.GetSection("DynamoSession");
var sessions = builder.Services.AddDynamoSession(settings);

// Without a table in the configuration, this is a demo.
if (settings["Table:TableName"] is null)
{
    sessions.UseInMemoryTable();
}

var app = builder.Build();
app.UseRouting();
app.UseDynamoSession();

app.MapRazorPages();
app.MapGet("/cart", CartHandlers.Show).WithSessionPolicy(SessionAccess.ReadOnly);
app.MapPost("/cart/{sku}", CartHandlers.Add);
app.MapPost("/orders", OrderHandlers.Place)
    .AddEndpointFilter<CustomersOnly>()
    .WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
app.MapPost("/points/{points:int:min(1)}/spend", PointsHandlers.SpendAsync);
app.MapGet("/news", NewsHandlers.Show).WithSessionPolicy(SessionAccess.Optional);

app.Run();
