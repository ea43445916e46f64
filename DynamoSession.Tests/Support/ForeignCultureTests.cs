using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;

namespace DynamoSession.Tests.Support;

/// <summary>The run really uses another culture; otherwise it would test nothing about cultures.</summary>
public sealed class ForeignCultureTests
{
    private const string Written = "−1234,5 29.02.2567 12.34.56";

    [Test]
    public void A_test_uses_it() => Assert.That(Write(), Is.EqualTo(Written));

    [Test]
    public async Task A_thread_of_the_pool_uses_it() => Assert.That(await Task.Run(Write), Is.EqualTo(Written));

    [Test]
    public void A_new_thread_uses_it()
    {
        string? written = null;
        var thread = new Thread(() => written = Write());

        thread.Start();
        thread.Join();

        Assert.That(written, Is.EqualTo(Written));
    }

    [Test]
    public async Task An_application_uses_it()
    {
        await using var app = await SessionApp.StartInMemoryAsync(app => app.MapGet("/", () => Write()));
        using var browser = app.NewBrowser();

        Assert.That((await browser.GetAsync("/")).Text, Is.EqualTo(Written));
    }

    private static string Write() => $"{-1234.5} {new DateTime(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc):dd.MM.yyyy HH:mm:ss}";
}
