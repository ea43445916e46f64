using System.Net.ServerSentEvents;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>Nothing that is set while a response streams is lost, whichever framework streams it.</summary>
[Category(TestEngine.Category)]
public sealed class StreamingFrameworksTests
{
    private const int Requests = 8;

    // Less than a commit takes, and more.
    private static readonly int[] PausesInMilliseconds = [0, 1, 5, 20];

    private SessionApp _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.UseAntiforgery();
            app.MapControllers();
            app.MapRazorComponents<Root>();
            app.MapGet("/minimal/items", (HttpContext context, int pause) => ItemsAsync(context, pause));
            app.MapGet("/minimal/events", (HttpContext context, int pause) => TypedResults.ServerSentEvents(EventsAsync(context, pause)));
            app.MapGet("/minimal/writes", WriteAsync);
        },
        services: builder =>
        {
            builder.Services.AddControllers().ConfigureApplicationPartManager(manager => manager.ApplicationParts.Add(new AssemblyPart(typeof(StreamingController).Assembly)));
            builder.Services.AddRazorComponents();
        });

    [OneTimeTearDown]
    public Task StopAsync() => _app.DisposeAsync().AsTask();

    [Test]
    public async Task What_is_set_between_the_parts_of_a_response_is_stored(
        [Values("/minimal/items", "/minimal/events", "/minimal/writes", "/mvc/items", "/mvc/writes", "/blazor")] string path,
        [Values] bool isStored)
    {
        for (var request = 0; request < Requests; request++)
        {
            using var browser = _app.NewBrowser();
            if (isStored)
            {
                await browser.GetAsync("/mvc/start");
            }

            var pause = PausesInMilliseconds[request % PausesInMilliseconds.Length];
            var answer = await browser.GetAsync($"{path}?pause={pause}");

            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Text, Does.Contain("1").And.Contain("2"));
            Assert.That(
                (await _app.FieldsAsync(browser.SessionCookie)).Select(field => $"{field.Key}={field.Value.S}"),
                Is.SupersetOf(new[] { "first=1", "second=1" }),
                $"The pause was {pause} ms.");
        }
    }

    internal static async IAsyncEnumerable<int> ItemsAsync(HttpContext context, int pause)
    {
        context.Session.SetString("first", "1");
        yield return 1;
        await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System);
        context.Session.SetString("second", "1");
        yield return 2;
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpContext context, int pause)
    {
        await foreach (var item in ItemsAsync(context, pause))
        {
            yield return new SseItem<string>($"{item}");
        }
    }

    internal static async Task WriteAsync(HttpContext context, int pause)
    {
        await foreach (var item in ItemsAsync(context, pause))
        {
            await context.Response.WriteAsync($"{item}");
            await context.Response.Body.FlushAsync();
        }
    }

    public sealed class Root : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Router>(0);
            builder.AddAttribute(1, nameof(Router.AppAssembly), typeof(Root).Assembly);
            builder.AddAttribute(2, nameof(Router.Found), (RenderFragment<RouteData>)(route => inner =>
            {
                inner.OpenComponent<RouteView>(0);
                inner.AddAttribute(1, nameof(RouteView.RouteData), route);
                inner.CloseComponent();
            }));
            builder.CloseComponent();
        }
    }

    [Route("/blazor")]
    [StreamRendering]
    public sealed class StreamedPage : ComponentBase
    {
        private int _items;

        [CascadingParameter]
        public HttpContext Context { get; set; } = null!;

        [SupplyParameterFromQuery]
        public int Pause { get; set; }

        protected override async Task OnInitializedAsync()
        {
            await foreach (var item in ItemsAsync(Context, Pause))
            {
                _items = item;
                StateHasChanged();
                await Task.Yield();
            }
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"item {_items} of 1 to 2");
    }
}
