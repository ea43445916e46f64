using System.IO.Compression;
using System.Net;
using System.Text;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>A compressed response is behind the gate too, on whichever side of it the compression stands.</summary>
[Category(TestEngine.Category)]
[TestFixture(true)]
[TestFixture(false)]
public sealed class CompressionTests(bool compressesOutside)
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("hello, hello. ", 5_000));

    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                if (compressesOutside)
                {
                    app.UseResponseCompression();
                }

                app.UseDynamoSession();
                if (!compressesOutside)
                {
                    app.UseResponseCompression();
                }

                app.Run(async context =>
                {
                    context.Session.Set("theme", LeakWatch.Value("dark"));
                    context.Response.ContentType = "text/plain";
                    var bytes = Encoding.ASCII.GetBytes(Text);
                    bytes.AsSpan(0, 100).CopyTo(context.Response.BodyWriter.GetSpan(100));
                    context.Response.BodyWriter.Advance(100);
                    await context.Response.BodyWriter.FlushAsync();
                    await context.Response.Body.WriteAsync(bytes.AsMemory(100));
                });
            },
            services: builder => builder.Services.AddResponseCompression(),
            clock: _clock);
        _client = new HttpClient { BaseAddress = _app.Address, DefaultRequestHeaders = { { "Accept-Encoding", "gzip" } } };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task It_leaves_after_the_commit_and_whole()
    {
        var held = new HeldCall(_app.Wire);

        var sending = _client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await held.Arrived;
        var answeredEarly = sending.IsCompleted;
        held.Release();
        using var response = await sending;
        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);

        Assert.That(answeredEarly, Is.False);
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(Text));
        Assert.That(response.Headers.Contains("Set-Cookie"), Is.True);
    }

    [Test]
    public async Task A_failed_commit_leaves_no_trace_of_it()
    {
        TableFailures.Inject(_app.Wire, "500", "UpdateItem", _clock);

        using var response = await _client.GetAsync("/");

        Assert.Multiple(async () =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Content.Headers.ContentEncoding, Is.Empty);
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
        });
    }
}
