using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A browser whose session of ours has ended just now comes with an old cookie, too, of a session that lives.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class BesideADeadCookieTests : MigrationFixture
{
    [SetUp]
    public async Task BringADeadCookieAsync()
    {
        using var other = App.App.NewBrowser();
        await App.RunAsync(session => session.Set("user", "bob"), browser: other);
        Browser.SessionCookie = other.SessionCookie;
        await App.RunAsync(session => session.Destroy(), browser: other);
    }

    [Test]
    public async Task The_old_session_may_be_replaced_by_a_new_one()
    {
        var answer = await App.RunAsync(session =>
        {
            session.Destroy();
            session.Set("user", "carol");
        });

        Assert.That((answer.Status, await UserAsync()), Is.EqualTo((200, "carol")));
    }

    [Test]
    public async Task Signing_out_expires_both_cookies()
    {
        await App.RunAsync(session => session.Destroy());

        Assert.That((Browser.Cookies.Count, await HasLegacyRecordAsync()), Is.EqualTo((0, false)));
    }
}
