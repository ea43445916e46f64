using System.Globalization;
using DynamoSession.Core;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

/// <summary>The stored form of the record's own attributes, byte for byte: sessions outlive deployments.</summary>
public sealed class RecordValuesTests
{
    [TestCase("ada", """{"S":"ada"}""")]
    [TestCase("", """{"S":""}""")]
    [TestCase("""a"b\c""", """{"S":"a\"b\\c"}""")]
    [TestCase("<é&'+>", """{"S":"<é&'+>"}""", Description = "Escaping for pages would make it longer.")]
    public void A_text_is_stored_as_S(string text, string json)
    {
        Assert.That(Sample.TextOf(RecordValues.Text(text)), Is.EqualTo(json));
    }

    [TestCase(0, """{"N":"0"}""")]
    [TestCase(-7, """{"N":"-7"}""")]
    [TestCase(long.MaxValue, """{"N":"9223372036854775807"}""")]
    public void A_number_is_stored_as_N(long number, string json)
    {
        Assert.That(Sample.TextOf(RecordValues.Number(number)), Is.EqualTo(json));
    }

    [Test]
    public void The_culture_does_not_change_a_number()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NegativeSign = "minus " } };
        try
        {
            Assert.That(Sample.TextOf(RecordValues.Number(-7)), Is.EqualTo("""{"N":"-7"}"""));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void A_map_keeps_its_members_as_they_are()
    {
        var map = RecordValues.Map(Sample.Fields(("a", Sample.Number(1)), ("b \"quoted\"", Sample.List("x"))));

        Assert.That(Sample.TextOf(map), Is.EqualTo("""{"M":{"a":{"N":"1"},"b \"quoted\"":{"L":[{"S":"x"}]}}}"""));
        Assert.That(Sample.TextOf(RecordValues.Map(Sample.Fields())), Is.EqualTo("""{"M":{}}"""));
    }

    [Test]
    public void Bytes_and_sets_of_texts_are_stored_as_B_and_SS()
    {
        Assert.That(Sample.TextOf(RecordValues.Binary(new byte[] { 1, 2, 3 })), Is.EqualTo("""{"B":"AQID"}"""));
        Assert.That(Sample.TextOf(RecordValues.TextSet(["a", "b\"c"])), Is.EqualTo("""{"SS":["a","b\"c"]}"""));
    }

    [Test]
    public void Constants_have_their_stored_form()
    {
        Assert.That((Sample.TextOf(RecordValues.True), Sample.TextOf(RecordValues.EmptyList)), Is.EqualTo(("""{"BOOL":true}""", """{"L":[]}""")));
    }

    [Test]
    public void Tokens_are_a_map_from_the_token_to_its_time()
    {
        Assert.That(Sample.TextOf(RecordValues.Tokens("token", 5)), Is.EqualTo("""{"M":{"token":{"N":"5"}}}"""));
    }

    [Test]
    public void An_origin_stores_only_what_is_not_the_default()
    {
        var origin = new SessionOrigin { Store = "express", AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(9) };

        Assert.That(Sample.TextOf(OriginValues.Encode(origin)), Is.EqualTo("""{"M":{"store":{"S":"express"},"until":{"N":"9"}}}"""));
    }

    [Test]
    public void An_origin_stores_all_that_it_says()
    {
        var origin = new SessionOrigin
        {
            Store = "laravel",
            AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(9),
            LegacyId = "legacy",
            IsAhead = true,
            CookiePath = "/app",
            CookieDomain = "example.com",
        };

        Assert.That(
            Sample.TextOf(OriginValues.Encode(origin)),
            Is.EqualTo("""{"M":{"store":{"S":"laravel"},"until":{"N":"9"},"id":{"S":"legacy"},"ahead":{"BOOL":true},"path":{"S":"/app"},"domain":{"S":"example.com"}}}"""));
    }

    [Test]
    public void A_completed_origin_says_when_and_no_longer_what_its_legacy_cookie_opens()
    {
        var origin = new SessionOrigin
        {
            Store = "laravel",
            AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(9),
            LegacyId = "legacy",
            IsAhead = true,
            CookiePath = "/app",
            CookieDomain = "example.com",
        };

        var detached = OriginValues.Complete(origin, now: 7);

        Assert.That(
            detached,
            Is.EqualTo(new SessionOrigin { Store = "laravel", CookiePath = "/app", CookieDomain = "example.com", CompletedAt = DateTimeOffset.FromUnixTimeSeconds(7) }));
    }

    [Test]
    public void No_option_may_take_the_name_of_a_fixed_attribute()
    {
        Assert.That(
            RecordAttributes.Fixed,
            Is.EquivalentTo(new[] { "abs", "iat", "ver", "rt", "idle", "uid", "dead", "next", "fmt", "lk", "lkx", "keep", "old", "sz", "rtv", "rtx", "auth", "who", "since", "rev", "spared", "ids" }));
    }
}
