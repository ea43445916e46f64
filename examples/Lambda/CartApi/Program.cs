using CartApi;
using DynamoSession.AspNetCore;
using DynamoSession.Core;

var cart = new SessionField<Dictionary<string, int>>("cart", defaultValue: []);

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default));
var sessions = builder.Services.AddDynamoSession(options =>
{
    options.Table.TableName = builder.Configuration["TableName"] ?? "shop-sessions";
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default);
});
if (builder.Environment.IsDevelopment())
{
    sessions.CreateTableIfNotExists();
}

var app = builder.Build();
app.UseRouting();
app.UseDynamoSession();

app.MapGet("/cart", (HttpContext context) => context.Session.Get(cart));
app.MapPost("/cart/{product}", (string product, HttpContext context) => context.GetDynamoSession().UpdateAsync(
    cart, lines => new(lines) { [product] = lines.GetValueOrDefault(product) + 1 }));

// The Lambda Web Adapter asks this before the first request, until it answers.
app.MapGet("/", () => "ready").WithSessionPolicy(SessionAccess.None);

app.Run();
