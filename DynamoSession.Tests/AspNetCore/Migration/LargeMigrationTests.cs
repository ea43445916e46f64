using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A legacy session may be larger than sessions may be here.</summary>
[Category(TestEngine.Category)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LargeMigrationTests : MigrationFixture
{
    private protected override void Configure(DynamoSessionOptions options) => options.MaxSessionBytes = 2_000;

    [TestCase(3_000, 1)]
    [TestCase(1_000, 0)]
    public async Task A_session_that_is_larger_than_allowed_says_so_once_when_it_is_migrated(int length, int warnings)
    {
        await PlantAsync(LegacyId, $$"""{"user":"alice","notes":"{{new string('n', length)}}"}""");

        var users = new[] { await UserAsync(OldBrowser()), await UserAsync(), await UserAsync() };

        Assert.That(users, Has.All.EqualTo("alice"));
        Assert.That(App.App.Logs.Own.GetSnapshot().Count(log => log.Id.Id == 40), Is.EqualTo(warnings));
    }
}
