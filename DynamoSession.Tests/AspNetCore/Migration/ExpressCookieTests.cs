using System.Text;
using System.Text.Json;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Tests.Support.Migration;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Express's cookie, held to what the real express-session signs, accepts and refuses.</summary>
internal sealed class ExpressCookieTests
{
    private const string Name = "connect.sid";

    private static readonly byte[] Secret = "keyboard cat"u8.ToArray();

    private static IEnumerable<TestCaseData> Signed() => Vectors("sign")
        .Select(vector => new TestCaseData(Text(vector, "value"), SecretOf(vector), Text(vector, "cookieValueEncoded")).SetArgDisplayNames(Text(vector, "note"), Text(vector, "value")));

    private static IEnumerable<TestCaseData> Accepted() => Vectors("accept").Select(vector => new TestCaseData(
        Text(vector, "cookieHeader"),
        Text(vector, "cookieName"),
        vector.GetProperty("secrets").EnumerateArray().Select(secret => Encoding.UTF8.GetBytes(secret.GetString()!)).ToArray(),
        vector.GetProperty("sid").GetString()).SetArgDisplayNames(Text(vector, "note")));

    private static IEnumerable<ExpressFixture> Fixtures => ExpressFixture.All;

    [TestCaseSource(nameof(Signed))]
    public void An_id_is_signed_as_Express_signs_it(string id, byte[] secret, string value)
    {
        Assert.That(ExpressCookie.ValueOf(id, secret), Is.EqualTo(value));
        Assert.That(ExpressCookie.FindId($"{Name}={value}", Name, [secret]), Is.EqualTo(id));
    }

    [TestCaseSource(nameof(Accepted))]
    public void A_cookie_is_accepted_if_Express_accepts_it(string header, string name, byte[][] secrets, string? id) =>
        Assert.That(ExpressCookie.FindId(header, name, secrets), Is.EqualTo(id));

    [TestCaseSource(nameof(Fixtures))]
    public void The_cookie_of_a_real_session_leads_to_it(ExpressFixture fixture) =>
        Assert.That(ExpressCookie.FindId(fixture.CookieHeader, fixture.CookieName, [.. fixture.AcceptedSecrets.Select(Encoding.UTF8.GetBytes)]), Is.EqualTo(fixture.Id));

    [Test]
    public void The_first_cookie_counts_even_if_it_is_empty()
    {
        var good = $"{Name}={ExpressCookie.ValueOf("x", Secret)}";

        Assert.That(Find(good), Is.EqualTo("x"));
        Assert.That(Find($"{Name}; other={good}; =; {good}"), Is.EqualTo("x"));
        Assert.That(Find($"{Name}=; {good}"), Is.Null);
        Assert.That(Find(new StringValues([$"{Name}=", good])), Is.Null);
        Assert.That(Find(new StringValues(["a=1", good])), Is.EqualTo("x"));
    }

    [TestCase("Connect.sid")]
    [TestCase("connect.sid ")]
    [TestCase("xconnect.sid")]
    public void A_cookie_of_another_name_is_another_cookie(string name) =>
        Assert.That(ExpressCookie.FindId($"{Name}={ExpressCookie.ValueOf("x", Secret)}", name, [Secret]), Is.Null);

    [Test]
    public void An_empty_id_is_rejected_however_it_is_signed() =>
        Assert.That(Find($"{Name}={ExpressCookie.ValueOf("", Secret)}"), Is.Null);

    [Test]
    public void An_empty_secret_signs_nothing() =>
        Assert.That(ExpressCookie.FindId($"{Name}={ExpressCookie.ValueOf("x", [])}", Name, [[], Secret]), Is.Null);

    [Test]
    public void One_changed_character_anywhere_refuses_the_cookie()
    {
        var value = ExpressCookie.ValueOf("tenant.7", Secret);

        for (var index = 0; index < value.Length; index++)
        {
            var changed = value[..index] + (value[index] == 'A' ? 'B' : 'A') + value[(index + 1)..];

            Assert.That(Find($"{Name}={changed}"), Is.Null, changed);
        }
    }

    [TestCase("%41%C3%A9%f0%9f%94%90+é", "Aé🔐+é")]
    [TestCase("plain", "plain")]
    [TestCase("100%", null)]
    [TestCase("%4", null)]
    [TestCase("%4g", null)]
    [TestCase("%+1", null)]
    [TestCase("%C3", null)]
    [TestCase("%C3é", null)]
    [TestCase("%C0%80", null)]
    [TestCase("%ED%A0%80", null)]
    public void Percent_signs_are_decoded_as_JavaScript_does(string text, string? decoded) =>
        Assert.That(PercentEncoding.TryDecode(text), Is.EqualTo(decoded));

    [TestCase("AZaz09-_.!~*'()", "AZaz09-_.!~*'()")]
    [TestCase(" \"#$%&+,/:;<=>?@[\\]^`{|}", "%20%22%23%24%25%26%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D")]
    [TestCase("é🔐", "%C3%A9%F0%9F%94%90")]
    public void Text_is_encoded_as_JavaScript_does(string text, string encoded) =>
        Assert.That(PercentEncoding.Encode(text), Is.EqualTo(encoded));

    [Test]
    public void Any_header_is_an_answer()
    {
        var random = new Random(20261120);
        string[] pieces = [Name, "=", ";", " ", "\"", "%", "%C3", "s:", "s%3A", ".", "x", "é", ExpressCookie.ValueOf("x", Secret), $"{Name}=s:"];
        for (var input = 0; input < 20_000; input++)
        {
            var header = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));

            Assert.That(() => Find(header), Is.Null.Or.EqualTo("x"), header);
        }
    }

    private static string? Find(StringValues headers) => ExpressCookie.FindId(headers, Name, [Secret]);

    private static IEnumerable<JsonElement> Vectors(string kind)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(ExpressFixture.Root, "_cookies", "cookie-signing-vectors.json")));
        return [.. document.RootElement.GetProperty(kind).EnumerateArray().Select(vector => vector.Clone())];
    }

    private static byte[] SecretOf(JsonElement vector) =>
        vector.TryGetProperty("secretHex", out var hex) ? Convert.FromHexString(hex.GetString()!) : Encoding.UTF8.GetBytes(Text(vector, "secret"));

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}
