using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>The connection of interactive Blazor components, with a session and without, as docs/blazor-and-signalr.md shows.</summary>
[Category(TestEngine.Category)]
public sealed class BlazorCircuitTests
{
    private const string Negotiation = "/_blazor/negotiate?negotiateVersion=1";

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public async Task A_circuit_loads_the_session_unless_it_is_left_out(bool isLeftOut, int reads)
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.UseAntiforgery();
                app.MapPost("/set", (HttpContext context) => context.Session.SetString("page", "set"));
                app.MapRazorComponents<EmptyRoot>().AddInteractiveServerRenderMode().Add(endpoint =>
                {
                    if (isLeftOut && endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.StartsWith("/_blazor", StringComparison.Ordinal))
                    {
                        endpoint.Metadata.Add(new SessionPolicyAttribute(SessionAccess.None));
                    }
                });
            },
            services: builder =>
            {
                builder.Services.AddControllers();
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            });
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.TakeCalls();

        var answer = await browser.PostAsync(Negotiation);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(app.TakeCalls().Select(call => call.Operation), Is.EqualTo(Enumerable.Repeat("GetItem", reads)));
    }

    public sealed class EmptyRoot : ComponentBase;
}
