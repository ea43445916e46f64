using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>An old record may live longer than its cookie tells, where the old store had a lifetime of its own.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class RenewedLifetimeTests : MigrationFixture
{
    [SetUp]
    public async Task PlantAsync() => await (await TestEngine.ClientAsync()).PutItemAsync(TableName, new Dictionary<string, AttributeValue>
    {
        ["id"] = new("sess:" + LegacyId),
        ["sess"] = new("""{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"user":"alice"}"""),
        ["expires"] = new() { N = Clock.GetUtcNow().AddDays(14).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
    });

    [Test]
    public async Task A_renewal_does_not_shorten_the_session([Values] bool inTheFirstRequest)
    {
        if (!inTheFirstRequest)
        {
            await UserAsync();
        }

        await App.RunAsync(session => session.RenewId());
        Clock.Advance(TimeSpan.FromDays(13));

        Assert.That(await UserAsync(), Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_shorter_idle_timeout_counts_with_the_new_id()
    {
        await App.RunAsync(session =>
        {
            session.RenewId();
            session.IdleTimeout = TimeSpan.FromHours(2);
        });
        Clock.Advance(TimeSpan.FromHours(3));

        Assert.That(await UserAsync(), Is.Empty);
    }
}
