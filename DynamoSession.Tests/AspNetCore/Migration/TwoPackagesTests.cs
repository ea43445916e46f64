using System.Text;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>An application whose users come from two other packages.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class TwoPackagesTests : MigrationFixture
{
    private const string MicrosoftCookieName = ".AspNetCore.Session";

    [Test]
    public async Task A_legacy_cookie_without_a_session_does_not_hide_one_that_has_a_session()
    {
        var protection = new EphemeralDataProtectionProvider();
        await using var app = await ScriptedApp.StartAsync(
            clock: Clock,
            services: builder =>
            {
                builder.Services.AddDistributedMemoryCache();
                builder.Services.AddDynamoSession()
                    .MigrateFromExpress(options =>
                    {
                        options.Secrets = [Secret];
                        options.MigrationKey = MigrationKey;
                    })
                    .MigrateFromDistributedCache(options => options.MigrationKey = MigrationKey);
                builder.Services.AddSingleton<IDataProtectionProvider>(protection);
            },
            tableName: TableName);
        using var former = app.App.NewBrowser();
        former.Cookies[LegacyCookieName] = CookieOf(LegacyId);
        await app.RunAsync(session => session.Destroy(), browser: former);
        var key = Guid.NewGuid().ToString();
        await app.App.Services.GetRequiredService<IDistributedCache>().SetAsync(key, MicrosoftSession("user", "carol"));
        using var browser = app.App.NewBrowser();
        browser.Cookies[LegacyCookieName] = CookieOf(LegacyId);
        browser.Cookies[MicrosoftCookieName] = Uri.EscapeDataString(
            Convert.ToBase64String(protection.CreateProtector("SessionMiddleware").Protect(Encoding.UTF8.GetBytes(key))).TrimEnd('='));

        var answer = await app.AskAsync(session => session.GetString("user"), browser: browser);

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "carol")));
    }

    private static byte[] MicrosoftSession(string name, string value) =>
    [
        2, 0, 0, 1, .. new byte[16],
        0, (byte)name.Length, .. Encoding.UTF8.GetBytes(name),
        0, 0, 0, (byte)value.Length, .. Encoding.UTF8.GetBytes(value),
    ];
}
