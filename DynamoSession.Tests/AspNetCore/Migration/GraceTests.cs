using DynamoSession.AspNetCore.Migration;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>The new cookie never comes back. So long the old one opens the session, but not for ever.</summary>
[TestFixture(null)]
[TestFixture(10)]
[Category(TestEngine.Category)]
public sealed class GraceTests(int? minutes) : MigrationFixture
{
    // Without a grace it is the hour that the old session had.
    private TimeSpan Grace => TimeSpan.FromMinutes(minutes ?? 60);

    private protected override void Configure(ExpressMigrationOptions options) => options.Grace = minutes is null ? null : Grace;

    [Test]
    public async Task The_legacy_cookie_opens_the_session_until_the_grace_period_is_over()
    {
        await UserAsync(OldBrowser());
        Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        var within = await UserAsync(OldBrowser());
        Clock.Advance(TimeSpan.FromSeconds(1));

        var after = await UserAsync(OldBrowser());

        Assert.That((within, after, await HasLegacyRecordAsync()), Is.EqualTo(("alice", "", false)));
    }

    [Test]
    public async Task The_new_cookie_still_opens_it()
    {
        await UserAsync();
        Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        await UserAsync(OldBrowser());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await UserAsync(OldBrowser());

        Assert.That(await UserAsync(), Is.EqualTo("alice"));
    }
}
