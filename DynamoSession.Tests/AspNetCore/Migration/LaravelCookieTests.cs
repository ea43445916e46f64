using System.Text;
using System.Text.Json.Nodes;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Support.Laravel;

namespace DynamoSession.Tests.AspNetCore.Migration;

public sealed class LaravelCookieTests
{
    private const string OtherKey = "base64:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private readonly LaravelFixture _fixture = LaravelFixture.Read("php-serialize-default");

    [Test]
    public void A_cookie_holds_its_session_id() => Assert.That(Read(_fixture.CookieValue), Is.EqualTo(_fixture.SessionId));

    [Test]
    public void A_cookie_may_come_back_with_less_of_it_escaped() =>
        Assert.That(Read(Uri.UnescapeDataString(_fixture.CookieValue)), Is.EqualTo(_fixture.SessionId));

    [Test]
    public void A_replaced_key_is_still_good_wherever_it_stands([Values] bool isCurrent)
    {
        string[] keys = isCurrent ? [_fixture.ApplicationKey, OtherKey] : [OtherKey, _fixture.ApplicationKey];
        var encrypter = new LaravelDecrypter(keys[0], [keys[1]], LaravelCipher.Aes256Cbc);

        Assert.That(LaravelCookie.ReadId(_fixture.CookieName, _fixture.CookieValue, encrypter), Is.EqualTo(_fixture.SessionId));
    }

    [Test]
    public void A_cookie_of_another_name_is_refused() =>
        Assert.That(LaravelCookie.ReadId("remember_web", _fixture.CookieValue, _fixture.Encrypter()), Is.Null);

    [Test]
    public void A_cookie_of_another_application_is_refused() => Assert.That(
        LaravelCookie.ReadId(_fixture.CookieName, _fixture.CookieValue, new LaravelDecrypter(OtherKey, [], LaravelCipher.Aes256Cbc)), Is.Null);

    [Test]
    public void A_cookie_is_read_with_the_configured_cipher_only() => Assert.That(
        LaravelCookie.ReadId(_fixture.CookieName, _fixture.CookieValue, new LaravelDecrypter(_fixture.ApplicationKey, [], LaravelCipher.Aes256Gcm)), Is.Null);

    [Test]
    public void A_cookie_that_was_altered_is_refused([Values("iv", "value", "mac")] string part)
    {
        var envelope = Envelope();
        var text = (string)envelope[part]!;
        envelope[part] = (text[0] == '0' ? "1" : "0") + text[1..];

        Assert.That(Read(Pack(envelope)), Is.Null);
    }

    [Test]
    public void A_cookie_with_a_part_too_many_or_too_few_is_refused([Values("iv", "value", "mac")] string part, [Values(null, "", "AAAA")] string? instead)
    {
        var envelope = Envelope();
        envelope[part] = instead;

        Assert.That(Read(Pack(envelope)), Is.Null);
    }

    [Test]
    public void A_tag_where_the_cipher_has_none_is_refused()
    {
        var envelope = Envelope();
        envelope["tag"] = "AAAAAAAAAAAAAAAAAAAAAA==";

        Assert.That(Read(Pack(envelope)), Is.Null);
    }

    [Test]
    public void A_cookie_of_a_version_without_tags_is_good()
    {
        var envelope = Envelope();
        envelope.Remove("tag");

        Assert.That(Read(Pack(envelope)), Is.EqualTo(_fixture.SessionId));
    }

    [TestCase("")]
    [TestCase("%")]
    [TestCase("%ZZ%")]
    [TestCase("vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCWY")]
    [TestCase("bm8ganNvbg==")]
    [TestCase("W10=")]
    [TestCase("eyJpdiI6MX0=")]
    [TestCase("eyJpdiI6Ilx1ZDgwMCJ9")]
    public void Anything_else_is_refused(string value) => Assert.That(Read(value), Is.Null);

    [TestCase("")]
    [TestCase("ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8=")]
    [TestCase("base64:")]
    [TestCase("base64:no base64!")]
    [TestCase("base64:ASNFZ4mrze8BI0VniavN7w==")]
    public void A_key_that_does_not_fit_the_cipher_is_an_error_that_does_not_show_it(string key)
    {
        var error = Assert.Throws<ArgumentException>(() => _ = new LaravelDecrypter(key, [], LaravelCipher.Aes256Cbc));

        Assert.That(error!.Message, Does.Contain("APP_KEY").And.Not.Contain("ASNFZ4mrze8"));
    }

    private string? Read(string value) => LaravelCookie.ReadId(_fixture.CookieName, value, _fixture.Encrypter());

    private JsonObject Envelope() => JsonNode.Parse(Convert.FromBase64String(Uri.UnescapeDataString(_fixture.CookieValue)))!.AsObject();

    private static string Pack(JsonObject envelope) => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(envelope.ToJsonString())));
}
