using System.Globalization;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>What an Express record means where real ones differ, or have been changed by hand.</summary>
public sealed class ExpressRecordTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [TestCase("""{"N":"1800000060"}""", 60_000)]
    [TestCase("""{"N":"1800000060.25"}""", 60_250)]
    [TestCase("""{"N":"1800000060250"}""", 60_250)]
    [TestCase("""{"N":"1.80000006E+9"}""", 60_000)]
    [TestCase("""{"S":"1800000060"}""", 60_000)]
    [TestCase("""{"S":"1800000060250"}""", 60_250)]
    [TestCase("""{"N":"1800000000.001"}""", 1)]
    public void A_record_ends_at_seconds_or_milliseconds(string expires, int millisecondsFromNow) =>
        Assert.That(Read(("expires", expires)).Session!.ExpiresAt, Is.EqualTo(Now.AddMilliseconds(millisecondsFromNow)));

    [TestCase("""{"N":"1800000000"}""")]
    [TestCase("""{"N":"1799999999.999"}""")]
    [TestCase("""{"N":"1799999999999"}""")]
    [TestCase("""{"S":"1799999999"}""")]
    [TestCase("""{"N":"0"}""")]
    [TestCase("""{"N":"-1E+125"}""")]
    public void A_record_that_has_ended_is_expired_whether_or_not_it_is_deleted(string expires) =>
        Assert.That(Read(("expires", expires)).Status, Is.EqualTo(LegacySessionStatus.Expired));

    [Test]
    public void Without_an_expiry_a_record_has_no_end_of_its_own([Values(null, """{"NULL":true}""", """{"S":""}""")] string? expires)
    {
        var result = expires is null ? Read() : Read(("expires", expires));

        Assert.That(result.Session!.ExpiresAt, Is.Null);
    }

    [Test]
    public void An_expiry_in_the_far_future_is_one() =>
        Assert.That(Read(("expires", """{"N":"9.9E+125"}""")).Session!.ExpiresAt, Is.GreaterThan(Now.AddYears(5000)));

    [TestCase("""{"S":"soon"}""")]
    [TestCase("""{"S":" "}""")]
    [TestCase("""{"BOOL":true}""")]
    [TestCase("""{"M":{}}""")]
    public void An_invalid_expiry_makes_the_record_corrupt(string expires) =>
        Assert.That(Read(("expires", expires)).Status, Is.EqualTo(LegacySessionStatus.Corrupt));

    [Test]
    public void The_records_own_expiry_decides(
        [Values("2020-01-01T00:00:00.000Z", "2027-01-15T08:00:30.000Z", "2027-01-15T08:02:00.000Z", "Fri, 15 Jan 2027 08:00:30 GMT", "not a date")] string cookieExpires,
        [Values("null", "60000")] string maxAge)
    {
        var result = ReadSession($$$"""{"cookie":{"originalMaxAge":{{{maxAge}}},"expires":"{{{cookieExpires}}}"}}""", ("expires", """{"N":"1800000060"}"""));

        Assert.That(result.Session!.ExpiresAt, Is.EqualTo(Now.AddSeconds(60)));
    }

    [TestCase("60000", 60 + 3_600, 60 + 3_600)]
    [TestCase("60000", 60 + 3_601, 30)]
    [TestCase("null", 86_400 + 3_600, 86_400 + 3_600)]
    [TestCase("null", 86_400 + 3_601, 30)]
    public void An_expiry_later_than_the_session_can_live_gives_way_to_that_of_the_cookie(string maxAge, int recordSeconds, int secondsFromNow)
    {
        var record = (Now.ToUnixTimeSeconds() + recordSeconds).ToString(CultureInfo.InvariantCulture);

        var result = ReadSession($$$"""{"cookie":{"originalMaxAge":{{{maxAge}}},"expires":"2027-01-15T09:00:30+01:00"}}""", ("expires", $$"""{"N":"{{record}}"}"""));

        Assert.That(result.Session!.ExpiresAt, Is.EqualTo(Now.AddSeconds(secondsFromNow)));
    }

    [TestCase("null")]
    [TestCase("\"not a date\"")]
    public void Without_one_in_the_cookie_the_record_is_all_there_is(string cookieExpires)
    {
        var result = ReadSession($$$"""{"cookie":{"expires":{{{cookieExpires}}}}}""", ("expires", """{"N":"1900000000"}"""));

        Assert.That(result.Session!.ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000)));
    }

    [Test]
    public void A_session_is_expired_if_the_cookie_says_so_and_the_records_expiry_cannot_be_true() =>
        Assert.That(
            ReadSession("""{"cookie":{"originalMaxAge":60000,"expires":"2027-01-15T08:00:00.000Z"}}""", ("expires", """{"N":"1900000000"}""")).Status,
            Is.EqualTo(LegacySessionStatus.Expired));

    [Test]
    public void Without_an_expiry_of_the_record_that_of_the_cookie_does_not_count() =>
        Assert.That(ReadSession("""{"cookie":{"originalMaxAge":60000,"expires":"2027-01-15T08:00:00.000Z"}}""").Session!.ExpiresAt, Is.Null);

    [TestCase("60000", 60.0)]
    [TestCase("59999", 59.999)]
    [TestCase("1e100", (double)int.MaxValue)]
    [TestCase("null", 86_400.0)]
    [TestCase("false", 86_400.0)]
    [TestCase("0", 86_400.0)]
    [TestCase("-5", 86_400.0)]
    [TestCase("\"60000\"", 86_400.0)]
    public void The_lifetime_is_that_of_the_cookie_or_else_of_the_store(string maxAge, double seconds) =>
        Assert.That(ReadSession($$$"""{"cookie":{"originalMaxAge":{{{maxAge}}}}}""").Session!.IdleTimeout, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("""{}""", false)]
    [TestCase("""{"originalMaxAge":null,"expires":null}""", false)]
    [TestCase("""{"originalMaxAge":false,"expires":false}""", false)]
    [TestCase("""{"originalMaxAge":60000}""", true)]
    [TestCase("""{"expires":"2030-01-01T00:00:00.000Z"}""", true)]
    public void A_cookie_with_an_age_outlives_the_browser(string cookie, bool isPersistent) =>
        Assert.That(ReadSession($$"""{"cookie":{{cookie}}}""").Session!.IsPersistent, Is.EqualTo(isPersistent));

    [TestCase("""{"path":"/shop","domain":"example.com"}""", "/shop", "example.com")]
    [TestCase("""{}""", "/", null)]
    [TestCase("""{"path":null,"domain":null}""", "/", null)]
    [TestCase("""{"path":"","domain":""}""", "/", null)]
    [TestCase("""{"path":5,"domain":true}""", "/", null)]
    [TestCase("""{"path":"/a;b","domain":"a\r\nSet-Cookie: x=y"}""", "/", null)]
    public void Path_and_domain_are_those_of_the_cookie(string cookie, string path, string? domain)
    {
        var session = ReadSession($$"""{"cookie":{{cookie}}}""").Session!;

        Assert.That(session.CookiePath, Is.EqualTo(path));
        Assert.That(session.CookieDomain, Is.EqualTo(domain));
    }

    [Test]
    public void Names_reserved_by_Express_are_not_fields()
    {
        string[] names = ["cookie", "id", "req", "save", "touch", "reload", "destroy", "regenerate", "resetMaxAge", "constructor", "toString", "__proto__"];
        var members = names.Skip(1).Select(name => $"\"{name}\":1e999,\"{name.ToUpperInvariant()}\":1");

        var session = ReadSession($$"""{"cookie":{},{{string.Join(',', members)}}}""").Session!;

        Assert.That(session.Fields.Keys, Is.EquivalentTo(names.Skip(1).Select(name => name.ToUpperInvariant())));
        Assert.That(session.Problems, Is.Empty);
    }

    [TestCase(ExpressFormat.ConnectDynamoDb, "lastModified,updated")]
    [TestCase(ExpressFormat.PwrDrvr, "updated")]
    [TestCase(ExpressFormat.ConnectDynamoDbSession, "updated")]
    [TestCase(ExpressFormat.ServerlessDynamoDbSessionStore, "lastModified,updated")]
    [TestCase(ExpressFormat.DynamoDbStore, "lastModified")]
    public void A_name_is_a_stores_own_only_where_that_store_writes_it(ExpressFormat format, string fields)
    {
        const string Json = """{"cookie":{},"lastModified":"1","updated":"1"}""";
        var layout = ExpressLayout.Of(format).Single();
        var data = layout.DataKind == SessionValueKind.Map
            ? """{"M":{"cookie":{"M":{}},"lastModified":{"S":"1"},"updated":{"S":"1"}}}"""
            : TextOf(Json);

        var session = ExpressRecord.Read(Item((layout.Data, data)), format, Now)!.Session!;

        Assert.That(session.Fields.Keys, Is.EquivalentTo(fields.Split(',')));
    }

    [Test]
    public void The_store_that_replaces_connect_dynamodb_reads_its_text_under_its_own_key()
    {
        var item = Item(("sess", TextOf("""{"cookie":{},"a":1,"lastModified":"1"}""")));
        item["id"] = Sample.Text("session#x");

        var session = ExpressRecord.Read(item, ExpressFormat.PwrDrvr, Now)!.Session!;

        Assert.That(session.Fields.Keys, Is.EquivalentTo(new[] { "a", "lastModified" }));
        Assert.That(ExpressRecord.IdOf(item, ExpressFormat.PwrDrvr, new()), Is.EqualTo("x"));
    }

    [Test]
    public void A_field_that_cannot_be_ours_is_named_and_the_rest_is_there()
    {
        var session = ReadSession("""{"cookie":{},"a":1,"b":1e400}""").Session!;

        Assert.That(session.Fields.Keys, Is.EqualTo(new[] { "a" }));
        Assert.That(session.Problems.Single().Field, Is.EqualTo("b"));
    }

    [Test]
    public void Binary_and_sets_in_a_Map_stay_what_they_are()
    {
        var session = Read(("sess", """{"M":{"cookie":{"M":{}},"b":{"B":"AAEC"},"s":{"SS":["x","y"]},"n":{"NS":["1"]}}}""")).Session!;

        Assert.That(Sample.TextOf(session.Fields), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["b"] = """{"B":"AAEC"}""",
            ["s"] = """{"SS":["x","y"]}""",
            ["n"] = """{"NS":["1"]}""",
        }));
    }

    [TestCase("""{"S":""}""")]
    [TestCase("""{"S":"null"}""")]
    [TestCase("""{"S":"[]"}""")]
    [TestCase("""{"S":"{}"}""")]
    [TestCase("""{"S":"{\"cookie\":null}"}""")]
    [TestCase("""{"S":"{\"cookie\":{}"}""")]
    [TestCase("""{"M":{}}""")]
    [TestCase("""{"M":{"cookie":{"S":"x"}}}""")]
    [TestCase("""{"N":"1"}""")]
    [TestCase("""{"L":[]}""")]
    public void Data_that_Express_could_not_load_is_corrupt(string data) =>
        Assert.That(Read(("sess", data)).Status, Is.EqualTo(LegacySessionStatus.Corrupt));

    [Test]
    public void A_record_without_data_is_not_a_session([Values(null, """{"NULL":true}""")] string? data)
    {
        (string, string)[] attributes = data is null ? [] : [("sess", data)];

        Assert.That(ExpressRecord.Read(Item(attributes), ExpressFormat.Automatic, Now)!.Status, Is.EqualTo(LegacySessionStatus.Missing));
    }

    [Test]
    public void A_session_of_ours_is_not_one_of_Express()
    {
        (string, string)[] live = [("sess", """{"M":{"cookie":{"M":{}}}}"""), ("fmt", """{"N":"1"}"""), ("rt", """{"M":{}}"""), ("expires", """{"N":"1800000060"}""")];

        Assert.That(ExpressRecord.Read(Item(live), ExpressFormat.Automatic, Now), Is.Null);
        Assert.That(ExpressRecord.Read(Item(("dead", """{"S":"out"}"""), ("expires", """{"N":"1800000060"}""")), ExpressFormat.Automatic, Now), Is.Null);
    }

    [Test]
    public void A_special_key_may_be_called_like_an_attribute_of_ours() =>
        Assert.That(Read(("fmt", """{"N":"1"}"""), ("dead", """{"S":"x"}"""), ("uid", """{"S":"x"}""")).Status, Is.EqualTo(LegacySessionStatus.Live));

    [TestCase(ExpressFormat.Automatic, "id", "sess:x", "x")]
    [TestCase(ExpressFormat.Automatic, "id", "session#x", "x")]
    [TestCase(ExpressFormat.Automatic, "id", "x", null)]
    [TestCase(ExpressFormat.Automatic, "id", "sess:", null)]
    [TestCase(ExpressFormat.Automatic, "sessionId", "sess:x", "x")]
    [TestCase(ExpressFormat.Automatic, "key", "sess:x", null)]
    [TestCase(ExpressFormat.PwrDrvr, "id", "sess:x", null)]
    [TestCase(ExpressFormat.ConnectDynamoDb, "id", "sess:x", "x")]
    public void A_key_without_the_prefix_is_another_applications(ExpressFormat format, string attribute, string key, string? id)
    {
        var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { [attribute] = Sample.Text(key), ["sess"] = Sample.Json(TextOf("""{"cookie":{}}""")) };

        Assert.That(ExpressRecord.IdOf(item, format, new()), Is.EqualTo(id));
    }

    private static LegacySessionResult ReadSession(string json, params (string, string)[] attributes) => Read([("sess", TextOf(json)), .. attributes]);

    private static LegacySessionResult Read(params (string, string)[] attributes) =>
        ExpressRecord.Read(Item([("sess", TextOf("""{"cookie":{},"a":1}""")), .. attributes]), ExpressFormat.Automatic, Now)!;

    private static string TextOf(string json) => $$"""{"S":{{JsonSerializer.Serialize(json)}}}""";

    private static Dictionary<string, SessionValue> Item(params (string Name, string Json)[] attributes)
    {
        var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["id"] = Sample.Text("sess:x") };
        foreach (var (name, json) in attributes)
        {
            item[name] = Sample.Json(json);
        }

        return item;
    }
}
