using System.Globalization;
using System.Text;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>Not one byte of an answer, whatever its shape, is on its way before the commit is acknowledged.</summary>
[Category(TestEngine.Category)]
public sealed class AnswerAfterCommitTests
{
    private SessionApp _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapGet("/ping", () => "pong").WithSessionPolicy(SessionAccess.None);
            foreach (var name in ResponseShapes.Names)
            {
                var shape = ResponseShapes.Of(name);
                app.Map("/plain/" + name, shape).WithSessionPolicy(SessionAccess.None);
                app.Map("/session/" + name, async context =>
                {
                    context.Session.Set("theme", LeakWatch.Value("dark"));
                    await shape(context);
                });
            }
        });

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public async Task Nothing_leaves_before_the_commit_and_everything_after_it(
        [ValueSource(typeof(ResponseShapes), nameof(ResponseShapes.Names))] string shape)
    {
        var held = new HeldCall(_app.Wire);

        using var exchange = await RawExchange.SendAsync(_app.Address, "/session/" + shape);
        await held.Arrived;
        await PingAsync();
        var hasReceivedEarly = exchange.HasReceived;
        held.Release();
        var answer = await exchange.ReadToEndAsync();

        using var plain = await RawExchange.SendAsync(_app.Address, "/plain/" + shape);
        Assert.Multiple(() =>
        {
            Assert.That(hasReceivedEarly, Is.False, "bytes before the commit");
            Assert.That(answer, Does.Contain("\r\nSet-Cookie: __Host-sid="));
        });
        Assert.That(Comparable(answer), Is.EqualTo(Comparable(await plain.ReadToEndAsync())));
    }

    [Test]
    public async Task A_head_request_leaves_after_the_commit_too()
    {
        var held = new HeldCall(_app.Wire);

        using var exchange = await RawExchange.SendAsync(_app.Address, "/session/content-length", method: "HEAD");
        await held.Arrived;
        await PingAsync();
        var hasReceivedEarly = exchange.HasReceived;
        held.Release();
        var answer = await exchange.ReadToEndAsync();

        using var plain = await RawExchange.SendAsync(_app.Address, "/plain/content-length", method: "HEAD");
        Assert.That(hasReceivedEarly, Is.False);
        Assert.That(Comparable(answer), Is.EqualTo(Comparable(await plain.ReadToEndAsync())).And.EndsWith("\r\n\r\n"));
    }

    /// <summary>Whatever was on its way before a whole other exchange has arrived after it.</summary>
    private async Task PingAsync()
    {
        using var ping = await RawExchange.SendAsync(_app.Address, "/ping");
        await ping.ReadToEndAsync();
    }

    /// <summary>Drops what is to differ: the date, and the headers that belong to the session.</summary>
    private static string Comparable(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = answer[..end].Split("\r\n").Where(line =>
            !new[] { "Date:", "Set-Cookie:", "Vary:", "Cache-Control:" }.Any(name => line.StartsWith(name, StringComparison.Ordinal)));
        return string.Join("\r\n", head) + (answer.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal) ? Joined(answer[(end + 4)..]) : answer[end..]);
    }

    // The boundaries between chunks do not matter.
    private static string Joined(string chunks)
    {
        var text = new StringBuilder("\r\n\r\n");
        for (int start = 0, length = -1; length != 0; start += length + 2)
        {
            var line = chunks.IndexOf("\r\n", start, StringComparison.Ordinal);
            length = int.Parse(chunks.AsSpan(start, line - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            start = line + 2;
            text.Append(chunks, start, length);
        }

        return text.ToString();
    }
}
