using System.Globalization;
using System.Text;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Support.Laravel;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Whatever is in a Laravel application's table or cookie is read or refused, and costs no more than its length justifies.</summary>
[Category(ProofRun.Category)]
public sealed class LaravelFuzzTests
{
    private static readonly int Inputs = ProofRun.Count(small: 5_000, ci: 100_000, @long: 5_000_000);

    [Test]
    public void Any_stored_text_is_read_or_refused()
    {
        var random = new Random(ProofRun.NewSeed());
        var mutations = new PhpMutations(random);
        var valid = LaravelFixture.Names.Select(LaravelFixture.Read).Where(fixture => !fixture.IsEncrypted)
            .Select(fixture => Payload(fixture.Item[fixture.ValueAttribute].S)).ToArray();
        var reader = new LaravelSessionReader(new LaravelSessionOptions());
        var bounds = new Bounds(bytes: 128 * 1024, bytesPerUnit: 1024);
        var live = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var payload = mutations.Mutate(valid[random.Next(valid.Length)]);

            var problem = bounds.Try(payload.Length, () => live += IsLive(reader, payload) ? 1 : 0);

            Assert.That(problem, Is.Null, () => $"Input {input}: {Convert.ToBase64String(payload)}");
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bounds}; {live:N0} sessions"));
        Assert.That(live, Is.InRange(Inputs / 20, Inputs * 9 / 10), "There should be both valid and invalid inputs.");
    }

    [Test]
    public void Any_cookie_yields_the_id_of_its_session_or_none()
    {
        var random = new Random(ProofRun.NewSeed());
        var fixture = LaravelFixture.Read("php-serialize-default");
        var encrypter = fixture.Encrypter();
        var bounds = new Bounds(bytes: 128 * 1024, bytesPerUnit: 64);
        for (var input = 0; input < Inputs; input++)
        {
            var value = Mutate(random, fixture.CookieValue);
            string? id = null;

            var problem = bounds.Try(value.Length, () => id = LaravelCookie.ReadId(fixture.CookieName, value, encrypter));

            Assert.That(problem, Is.Null, () => $"Input {input}: {value}");
            Assert.That(id, Is.Null.Or.EqualTo(fixture.SessionId), value);
        }

        TestContext.Out.WriteLine(bounds.ToString());
    }

    [Test]
    public void The_most_hostile_texts_cost_no_more_than_their_length_justifies()
    {
        const int Length = 400 * 1024;
        string[] hostile =
        [
            Fill("a:1:{i:0;", Length), Fill("O:1:\"A\":1:{i:0;", Length), Fill("d:1", Length), Fill("s:9999999:\"", Length),
            $"a:1:{{s:1:\"k\";{Closed("a:1:{i:0;", "N;", Length / 10)}}}",
            $"a:1:{{s:1:\"k\";{Closed("a:1:{s:1:\"k\";", "N;", Length / 15)}}}",
            $"a:{Length / 6}:{{{string.Concat(Enumerable.Range(0, Length / 6).Select(index => $"i:{index};N;"))}}}",
            $"a:1:{{s:1:\"k\";a:{Length / 12}:{{{string.Concat(Enumerable.Range(0, Length / 12).Select(index => $"i:{index};a:0:{{}}"))}}}}}",
            $"a:1:{{s:1:\"k\";d:{new string('9', Length)};}}",
        ];
        var bounds = new Bounds(bytes: 1024 * 1024, bytesPerUnit: 1024);

        foreach (var text in hostile)
        {
            var problem = bounds.Try(text.Length, () => ReadOrRefuse(Encoding.UTF8.GetBytes(text)));

            Assert.That(problem, Is.Null, () => text[..100]);
        }

        TestContext.Out.WriteLine(bounds.ToString());
    }

    private static bool IsLive(LaravelSessionReader reader, byte[] payload)
    {
        // Only an encrypted session can hold bytes that are not UTF-8.
        ReadOrRefuse(payload);

        var text = Encoding.UTF8.GetString(payload);
        var value = Encoding.UTF8.GetBytes($"s:{Encoding.UTF8.GetByteCount(text)}:\"{text}\";");
        var item = new Dictionary<string, SessionValue> { ["value"] = DynamoDbJson.Text(value) };
        return reader.Read(item, DateTimeOffset.UnixEpoch).Status == LegacySessionStatus.Live;
    }

    private static void ReadOrRefuse(byte[] php)
    {
        try
        {
            foreach (var value in PhpFields.Read(php).Fields.Values)
            {
                SessionValue.FromDynamoDbJson(value.Utf8Json);
            }
        }
        catch (FormatException exception) when (exception.Message.Contains("serialized", StringComparison.Ordinal) || exception.Message.Contains("PHP", StringComparison.Ordinal))
        {
            // Refused, with the documented exception.
        }
    }

    private static byte[] Payload(string serialized) => Encoding.UTF8.GetBytes(serialized[(serialized.IndexOf('"', StringComparison.Ordinal) + 1)..^2]);

    private static string Mutate(Random random, string value)
    {
        var at = random.Next(value.Length);
        var to = random.Next(at, value.Length);
        return random.Next(5) switch
        {
            0 => value[..at],
            1 => value[..at] + value[to..],
            2 => value[..to] + value[at..],
            3 => value[..at] + (char)random.Next(1, 0x180) + value[(at + 1)..],
            _ => value[..at] + "%" + value[at..],
        };
    }

    private static string Fill(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));

    private static string Closed(string open, string inner, int levels) => Fill(open, levels * open.Length) + inner + new string('}', levels);
}
