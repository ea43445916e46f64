using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>HTTP/2 answers are behind the gate in every shape, trailers included.</summary>
[Category(TestEngine.Category)]
public sealed class Http2Tests
{
    private readonly ManualTimeProvider _clock = new();
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                foreach (var name in ResponseShapes.Names)
                {
                    var shape = ResponseShapes.Of(name);
                    app.Map("/plain/" + name, shape);
                    app.Map("/session/" + name, context =>
                    {
                        context.Session.Set("theme", LeakWatch.Value("dark"));
                        return shape(context);
                    });
                }

                app.Map("/session/trailers", async context =>
                {
                    context.Session.Set("theme", LeakWatch.Value("dark"));
                    context.Response.AppendTrailer("grpc-status", "0");
                    await context.Response.WriteAsync("hello");
                });
            },
            clock: _clock,
            protocols: HttpProtocols.Http2);
        _client = new HttpClient
        {
            BaseAddress = _app.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [SetUp]
    public void Open()
    {
        _app.Wire.Before = null;
        _browser = _app.NewBrowser(HttpVersion.Version20);
    }

    [TearDown]
    public void Close() => _browser.Dispose();

    [Test]
    public async Task Every_shape_waits_for_the_commit_and_arrives_whole(
        [ValueSource(typeof(ResponseShapes), nameof(ResponseShapes.Names))] string shape)
    {
        var held = new HeldCall(_app.Wire);

        var answering = _browser.GetAsync("/session/" + shape);
        await Task.WhenAny(held.Arrived, answering);
        var plain = await _browser.GetAsync("/plain/" + shape);
        var answeredEarly = answering.IsCompleted;
        held.Release();
        var answer = await answering;

        Assert.Multiple(() =>
        {
            Assert.That(answeredEarly, Is.False);
            Assert.That(answer.Status, Is.EqualTo(plain.Status));
            Assert.That(answer.Text, Is.EqualTo(plain.Text));
            Assert.That(answer.Header("Content-Length"), Is.EqualTo(plain.Header("Content-Length")));
            Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
        });
    }

    [TestCase(false, "0")]
    [TestCase(true, null)]
    public async Task Trailers_belong_to_the_answer_that_they_were_written_for(bool fails, string? trailer)
    {
        if (fails)
        {
            TableFailures.Inject(_app.Wire, "500", "UpdateItem", _clock);
        }

        using var response = await _client.GetAsync("/session/trailers");

        Assert.That((int)response.StatusCode, Is.EqualTo(fails ? 503 : 200));
        Assert.That(response.TrailingHeaders.TryGetValues("grpc-status", out var values) ? values.Single() : null, Is.EqualTo(trailer));
    }
}
