using System.Globalization;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>Records that the real packages wrote, read as the packages themselves read them.</summary>
internal sealed class ExpressFixtureTests
{
    private static IEnumerable<ExpressFixture> Fixtures => ExpressFixture.All.Where(fixture => fixture.Item is not null);

    private static IEnumerable<ExpressFixture> LiveFixtures => Fixtures.Where(fixture => fixture.ExpectedFields is not null);

    [Test]
    public void Every_store_has_fixtures() =>
        Assert.That(LiveFixtures.Select(fixture => fixture.Format).Distinct().Count(), Is.EqualTo(5));

    [TestCaseSource(nameof(Fixtures))]
    public void A_record_has_the_fields_that_Express_sees(ExpressFixture fixture)
    {
        var result = ExpressRecord.Read(fixture.Item!, fixture.Format, fixture.Now)!;

        if (fixture.ExpectedFields is { } expected)
        {
            Assert.That(result.Status, Is.EqualTo(LegacySessionStatus.Live));
            PlainJson.AssertEqual(result.Session!.Fields, expected);
            Assert.That(result.Session.Problems, Is.Empty);
        }
        else
        {
            Assert.That(result.Status, Is.EqualTo(fixture.HasExpired ? LegacySessionStatus.Expired : LegacySessionStatus.Missing));
        }
    }

    [TestCaseSource(nameof(LiveFixtures))]
    public void The_store_is_recognised_by_what_it_wrote(ExpressFixture fixture)
    {
        var asked = ExpressRecord.Read(fixture.Item!, fixture.Format, fixture.Now)!.Session!;

        var recognised = ExpressRecord.Read(fixture.Item!, ExpressFormat.Automatic, fixture.Now)!.Session!;

        Assert.That(Sample.TextOf(recognised.Fields), Is.EqualTo(Sample.TextOf(asked.Fields)));
        Assert.That(recognised.IdleTimeout, Is.EqualTo(asked.IdleTimeout));
        Assert.That(recognised.ExpiresAt, Is.EqualTo(asked.ExpiresAt));
    }

    [TestCaseSource(nameof(LiveFixtures))]
    public void A_record_is_not_taken_for_one_of_a_store_with_other_data(ExpressFixture fixture)
    {
        var others = Enum.GetValues<ExpressFormat>().Where(format => format != ExpressFormat.Automatic && DataOf(format) != DataOf(fixture.Format)
            && (format, fixture.Format) != (ExpressFormat.PwrDrvr, ExpressFormat.ConnectDynamoDb));

        Assert.That(others.Select(format => ExpressRecord.Read(fixture.Item!, format, fixture.Now)), Has.All.Null);
    }

    [TestCaseSource(nameof(LiveFixtures))]
    public void A_session_lives_as_long_as_its_cookie_says(ExpressFixture fixture)
    {
        var cookie = fixture.ExpectedCookie;
        var hasMaxAge = cookie.GetProperty("originalMaxAge").ValueKind == JsonValueKind.Number;

        var session = ExpressRecord.Read(fixture.Item!, fixture.Format, fixture.Now)!.Session!;

        TimeSpan? ofStore = fixture.Format switch
        {
            ExpressFormat.ServerlessDynamoDbSessionStore => null,
            ExpressFormat.ConnectDynamoDbSession => TimeSpan.FromDays(14),
            _ => TimeSpan.FromDays(1),
        };
        Assert.That(session.IdleTimeout, Is.EqualTo(hasMaxAge ? TimeSpan.FromMilliseconds(cookie.GetProperty("originalMaxAge").GetDouble()) : ofStore));
        Assert.That(session.IsPersistent, Is.EqualTo(hasMaxAge));
        Assert.That(session.CookiePath, Is.EqualTo("/"));
        Assert.That(session.CookieDomain, Is.Null);
    }

    [TestCaseSource(nameof(LiveFixtures))]
    public void A_session_ends_when_record_or_cookie_does(ExpressFixture fixture)
    {
        var end = ExpressRecord.Read(fixture.Item!, fixture.Format, fixture.Now)!.Session!.ExpiresAt;

        if (end is not { } last)
        {
            Assert.That(fixture.Format, Is.EqualTo(ExpressFormat.ServerlessDynamoDbSessionStore), "Only this store has sessions without an end.");
            return;
        }

        Assert.That(last, Is.GreaterThan(fixture.Now).And.LessThan(fixture.Now.AddDays(15)));
        Assert.That(ExpressRecord.Read(fixture.Item!, fixture.Format, last.AddMilliseconds(-1))!.Status, Is.EqualTo(LegacySessionStatus.Live));
        Assert.That(ExpressRecord.Read(fixture.Item!, fixture.Format, last)!.Status, Is.EqualTo(LegacySessionStatus.Expired));
    }

    [Test]
    public void A_version_that_wrote_expiries_far_too_late_is_held_to_its_cookie()
    {
        var fixture = Fixtures.Single(candidate => candidate.Name == "old-v3.0.2-fresh-maxage-1h");

        var end = ExpressRecord.Read(fixture.Item!, fixture.Format, fixture.Now)!.Session!.ExpiresAt;

        Assert.That(end, Is.EqualTo(DateTimeOffset.Parse("2026-11-20T19:15:00.157Z", CultureInfo.InvariantCulture)));
    }

    [TestCaseSource(nameof(LiveFixtures))]
    public void A_scanned_record_tells_its_id(ExpressFixture fixture)
    {
        var options = new LegacyTableOptions { KeyAttribute = fixture.KeyAttribute, KeyPrefix = fixture.Name.StartsWith("prefix-", StringComparison.Ordinal) ? fixture.KeyPrefix : null };

        Assert.That(ExpressRecord.IdOf(fixture.Item!, fixture.Format, options), Is.EqualTo(fixture.Id));
        Assert.That(ExpressRecord.IdOf(fixture.Item!, ExpressFormat.Automatic, options), Is.EqualTo(fixture.Id));
    }

    private static (string, SessionValueKind) DataOf(ExpressFormat format)
    {
        var layout = ExpressLayout.Of(format).Single();
        return (layout.Data, layout.DataKind);
    }
}
