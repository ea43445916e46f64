using System.Net;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A record that just fitted into an item does not with what is added to it. Its user must not be locked out of every page.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class TooLargeToMigrateTests : MigrationFixture
{
    [TestCase("merge")]
    [TestCase("optional")]
    public async Task A_session_that_does_not_fit_is_ignored_and_logged(string policy)
    {
        App.App.Wire.Answer = (called, sent) => called == "UpdateItem" && sent.ToJsonString().Contains("alice", StringComparison.Ordinal)
            ? Wire.Error(HttpStatusCode.BadRequest, "ValidationException", "Item size to update has exceeded the maximum allowed size")
            : null;
        using var counted = new CountedMigrations(App.App);

        var answer = await App.AskAsync(session => session.Keys.Count(), policy);
        var next = await App.RunAsync(session => session.Set("user", "bob"), policy);

        Assert.That((answer.Status, answer.Text, next.Status, await UserAsync()), Is.EqualTo((200, "0", 200, "bob")));
        Assert.That(await HasLegacyRecordAsync(), Is.True);
        Assert.That(counted.Outcomes, Is.EqualTo(new[] { "corrupt", "corrupt" }));
        Assert.That(App.App.Logs.Own.GetSnapshot().Where(log => log.Id.Id == 34).Select(log => log.Message), Has.Exactly(2).Items.And.None.Contains(LegacyId));
    }
}
