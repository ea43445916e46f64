using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Express;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>A session that is given, here, the very lifetime that sessions have which were given none.</summary>
[TestFixture(ExpressFormat.PwrDrvr)]
[TestFixture(ExpressFormat.ConnectDynamoDb)]
[Category(TestEngine.Category)]
public sealed class SharedDefaultLifetimeTests(ExpressFormat format) : SharingFixture(format)
{
    private static readonly TimeSpan Default = TimeSpan.FromHours(24);

    private protected override ExpressSettings Settings => new() { Secrets = Secrets, Cookie = new() { MaxAge = 3_600_000 } };

    [Test]
    public async Task A_session_of_an_hour_can_be_given_a_day()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");

        await browser.RunAsync(session => session.IdleTimeout = Default);

        Assert.That(await browser.AskAsync(session => session.IdleTimeout), Is.EqualTo(Default.ToString()));
        Assert.That((double?)(await browser.SeenByExpressAsync())["cookie"]!["originalMaxAge"], Is.EqualTo(Default.TotalMilliseconds).Within(2000));
    }

    [Test]
    public async Task A_session_that_starts_with_it_outlives_the_browser()
    {
        var browser = NewBrowser();

        var answer = await browser.RunAsync(session =>
        {
            session.IdleTimeout = Default;
            session.Set("user", "alice");
        });

        Assert.That(answer.SetCookies.Single(), Does.Contain("expires="));
        Assert.That((double?)(await browser.SeenByExpressAsync())["cookie"]!["originalMaxAge"], Is.EqualTo(Default.TotalMilliseconds).Within(2000));
    }
}
