using DynamoSession.AspNetCore;
using DynamoSession.Benchmarks.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Counts;

/// <summary>How often a request encodes an object that it has got from the session: counted by the object's converter.</summary>
internal static class EncodingTable
{
    private static readonly (string Path, string Name, Func<IDynamoSession, Task> Endpoint)[] Requests =
    [
        ("/read", "read, not changed", session => { _ = session.Get<Cart>("cart"); return Task.CompletedTask; }),
        ("/mutate", "read and changed in place", session => { session.Get<Cart>("cart")!.Items++; return Task.CompletedTask; }),
        ("/beside", "read, another field set", session => { _ = session.Get<Cart>("cart"); session.Increment("visits"); return Task.CompletedTask; }),
        ("/set", "set", session => { session.Set("cart", new Cart { Items = Random.Shared.Next() }); return Task.CompletedTask; }),
        ("/commit", "changed in place, CommitAsync", session => { session.Get<Cart>("cart")!.Items++; return session.CommitAsync(); }),
    ];

    public static async Task PrintAsync()
    {
        var converter = new CountingConverter();
        var inEndpoint = 0;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddDynamoSession(options => options.SerializerOptions.Converters.Add(converter)).UseInMemoryTable();
        var app = builder.Build();
        app.UseDynamoSession();
        app.Run(async context =>
        {
            var session = context.GetDynamoSession();
            await session.LoadAsync();
            if (context.Request.Path == "/fill")
            {
                session.Set("cart", new Cart { Items = 1 });
                return;
            }

            await Requests.Single(request => request.Path == context.Request.Path).Endpoint(session);
            inEndpoint = converter.Written;
        });
        var server = new PlainServer(((IApplicationBuilder)app).Build(), app.Services);
        var headers = await server.SendAsync("/fill", cookies: null);
        var cookies = string.Join("; ", headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));

        await Console.Out.WriteLineAsync(
            """
            | an object of the session was | encodings in the endpoint | after it |
            |---|---|---|
            """);
        foreach (var (path, name, _) in Requests)
        {
            converter.Written = 0;
            await server.SendAsync(path, cookies);
            await Console.Out.WriteLineAsync($"| {name} | {inEndpoint} | {converter.Written - inEndpoint} |");
        }
    }
}
