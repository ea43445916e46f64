// examples/Lambda/CartApi without sessions: one cart for all, in memory.
using System.Collections.Concurrent;
using CartApi;

var cart = new ConcurrentDictionary<string, int>();

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default));

var app = builder.Build();
app.UseRouting();

app.MapGet("/cart", () => new Dictionary<string, int>(cart));
app.MapPost("/cart/{product}", (string product) =>
{
    cart.AddOrUpdate(product, 1, (_, count) => count + 1);
    return new Dictionary<string, int>(cart);
});
app.MapGet("/", () => "ready");

app.Run();
