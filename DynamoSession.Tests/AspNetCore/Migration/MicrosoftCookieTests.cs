using System.Text;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Microsoft's cookie, as its middleware sends it.</summary>
public sealed class MicrosoftCookieTests
{
    private const string Name = ".AspNetCore.Session";

    private readonly EphemeralDataProtectionProvider _protection = new();

    [Test]
    public async Task The_cookie_of_a_real_session_tells_its_key_in_the_cache()
    {
        await using var app = await StartMicrosoftAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
        var cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        var key = MicrosoftCookie.FindKey("a=1; " + cookie, Name, _protection);

        Assert.That(key, Is.Not.Null);
        Assert.That(await app.Services.GetRequiredService<IDistributedCache>().GetAsync(key!), Is.Not.Null);
    }

    [Test]
    public void A_cookie_that_cannot_be_read_is_ignored()
    {
        var key = Guid.NewGuid().ToString();
        string[] values =
        [
            "", "x", "%", "====", "AAAA", new('A', 200), Protected(key)[..^4], Protected(key)[1..], Protected(key, "other"),
            Protected(""), Protected(key[..35]), Protected(key + "x"),
            Cookie(new EphemeralDataProtectionProvider().CreateProtector("SessionMiddleware").Protect("x"u8.ToArray())),
        ];

        Assert.That(MicrosoftCookie.FindKey($"{Name}={Protected(key)}", Name, _protection), Is.EqualTo(key));
        Assert.That(values.Select(value => MicrosoftCookie.FindKey($"{Name}={value}", Name, _protection)), Has.All.Null);
        Assert.That(MicrosoftCookie.FindKey("", Name, _protection), Is.Null);
        Assert.That(MicrosoftCookie.FindKey($"{Name}={Protected(key)}", ".aspnetcore.session", _protection), Is.Null);
    }

    [Test]
    public void A_key_ring_out_of_reach_is_a_failure_and_not_the_absence_of_a_cookie() => Assert.That(
        () => MicrosoftCookie.FindKey($"{Name}={Protected(Guid.NewGuid().ToString())}", Name, new BrokenProvider()),
        Throws.TypeOf<SessionStoreException>().With.Message.Contains("key ring"));

    private string Protected(string key, string purpose = "SessionMiddleware") =>
        Cookie(_protection.CreateProtector(purpose).Protect(Encoding.UTF8.GetBytes(key)));

    private static string Cookie(byte[] bytes) => Uri.EscapeDataString(Convert.ToBase64String(bytes).TrimEnd('='));

    private async Task<WebApplication> StartMicrosoftAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        builder.Services.AddSingleton<IDataProtectionProvider>(_protection);
        var app = builder.Build();
        app.UseSession();
        app.Run(context =>
        {
            context.Session.SetString("theme", "dark");
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }

    private sealed class BrokenProvider : IDataProtectionProvider
    {
        public IDataProtector CreateProtector(string purpose) => throw new IOException("The key ring is out of reach.");
    }
}
