using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Old cookies that are not genuine: no session, no call, counted.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class RefusedCookieTests : MigrationFixture
{
    [TestCase("unsigned")]
    [TestCase("signed with another secret")]
    [TestCase("truncated")]
    [TestCase("padded")]
    [TestCase("base64url")]
    [TestCase("other id")]
    [TestCase("without prefix")]
    [TestCase("empty")]
    public async Task A_cookie_that_is_not_genuine_opens_nothing(string kind)
    {
        // An id whose signature has a character that base64url spells otherwise.
        Browser.Cookies[LegacyCookieName] = Spoilt(kind);
        using var counted = new CountedMigrations(App.App);
        App.App.TakeCalls();

        var answer = await App.AskAsync(session => session.Keys.Count());

        Assert.That((answer.Status, answer.Text, answer.SetCookies.Count), Is.EqualTo((200, "0", 0)));
        Assert.That(App.App.TakeCalls(), Is.Empty);
        Assert.That(counted.Outcomes, Is.EqualTo(kind == "empty" ? Array.Empty<string>() : ["refused"]));
    }

    [Test]
    public async Task Each_of_the_secrets_may_have_signed([Values] bool theNewest)
    {
        await using var rotated = await Support.Http.ScriptedApp.StartAsync(
            clock: Clock,
            services: builder => builder.Services.AddDynamoSession().MigrateFromExpress(options =>
            {
                options.Secrets = theNewest ? [Secret, "another"] : ["another", Secret];
                options.MigrationKey = MigrationKey;
            }),
            tableName: TableName);
        rotated.Browser.Cookies[LegacyCookieName] = CookieOf(LegacyId);

        Assert.That(await rotated.ReadAsync("user"), Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_genuine_cookie_without_a_record_writes_nothing_and_never_names_the_new_session()
    {
        var unknown = SessionId.NewSecret()[..32];
        Browser.Cookies[LegacyCookieName] = CookieOf(unknown);
        using var counted = new CountedMigrations(App.App);
        App.App.TakeCalls();

        await App.AskAsync(session => session.Keys.Count());
        var calls = App.App.TakeCalls();
        await App.RunAsync(session => session.Set("a", 1));

        Assert.That(calls.All(call => call.IsRead), Is.True);
        Assert.That(counted.Outcomes, Has.All.EqualTo("missing"));
        Assert.That(Browser.SessionCookie, Is.Not.Null.And.Not.EqualTo(MigratedSessionId.DeriveSecret(MigrationKey, "express", unknown)));
    }

    [Test]
    public async Task An_expired_record_is_not_a_session_whether_or_not_it_was_deleted()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        using var counted = new CountedMigrations(App.App);

        Assert.That(await UserAsync(), Is.Empty);
        Assert.That(counted.Outcomes, Is.EqualTo(new[] { "expired" }));
    }

    [Test]
    public async Task A_corrupt_record_is_not_a_session_and_stays_as_it_is()
    {
        var client = await TestEngine.ClientAsync();
        await client.PutItemAsync(TableName, new() { ["id"] = new("sess:" + LegacyId), ["sess"] = new("{\"cookie\":{},\"user\":\"ali"), ["type"] = new("connect-session") });
        using var counted = new CountedMigrations(App.App);

        Assert.That(await UserAsync(), Is.Empty);
        Assert.That((counted.Outcomes.Single(), await HasLegacyRecordAsync()), Is.EqualTo(("corrupt", true)));
        Assert.That(App.App.Logs.Own.GetSnapshot().Count(log => log.Id.Id == 30), Is.EqualTo(1));
    }

    private string Spoilt(string kind)
    {
        var genuine = CookieOf(LegacyId);
        return kind switch
        {
            "unsigned" => "s%3A" + LegacyId,
            "signed with another secret" => CookieOf(LegacyId, "another"),
            "truncated" => genuine[..^1],
            "padded" => genuine + "%3D",
            "base64url" => CookieOf(LegacyId).Replace("%2B", "-", StringComparison.Ordinal).Replace("%2F", "_", StringComparison.Ordinal) + "x",
            "other id" => genuine.Replace(LegacyId, new string('A', 32), StringComparison.Ordinal),
            "without prefix" => genuine["s%3A".Length..],
            _ => "",
        };
    }
}
