using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Proof;
using DynamoSession.Tests.Proof.Fuzz;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Laravel;
using DynamoSession.Tests.Support.Php;

namespace DynamoSession.Tests.Core.Migration.Laravel;

/// <summary>What PHP itself writes, with its own serialisation, JSON and ciphers.</summary>
public sealed class RandomPhpSessionsTests
{
    private const int Sessions = 2_000;

    [Test]
    public async Task Every_session_and_cookie_that_PHP_writes_is_read_as_what_it_is_and_no_altered_one()
    {
        var seed = ProofRun.NewSeed();

        var written = await PhpCommand.RunAsync("RandomSessions.php", seed.ToString(CultureInfo.InvariantCulture), Sessions.ToString(CultureInfo.InvariantCulture));

        Assert.That(written, Has.Length.EqualTo(Sessions));
        foreach (var line in written)
        {
            using var json = JsonDocument.Parse(line);
            await AssertIsReadAsync(json.RootElement, line);
        }
    }

    private static async Task AssertIsReadAsync(JsonElement written, string line)
    {
        string Text(string name) => written.GetProperty(name).GetString()!;
        var options = new LaravelSessionOptions
        {
            Table = { TableName = "cache" },
            IsEncrypted = written.GetProperty("isEncrypted").GetBoolean(),
            ApplicationKey = Text("key"),
            Cipher = Enum.Parse<LaravelCipher>(Text("cipher")),
        };
        using var client = new OneItemClient { Item = new() { ["value"] = new AttributeValue(Text("value")) } };

        var id = LaravelCookie.ReadId(Text("cookieName"), Text("cookie"), new LaravelDecrypter(options.ApplicationKey, [], options.Cipher));
        var result = await new LaravelSessionStore(client, options, new ManualTimeProvider()).LoadAsync(Text("id"), default);

        foreach (var altered in LaravelForgery.Of(Text("cookie")))
        {
            Assert.That(LaravelCookie.ReadId(Text("cookieName"), altered, new LaravelDecrypter(options.ApplicationKey, [], options.Cipher)), Is.Null, $"{altered} from {line}");
        }

        var expected = written.GetProperty("expected").EnumerateObject().ToDictionary(field => field.Name, field => Sample.Json(field.Value.GetRawText()), StringComparer.Ordinal);
        Assert.That(id, Is.EqualTo(Text("id")), line);
        Assert.That(result.Status, Is.EqualTo(LegacySessionStatus.Live), line);
        Assert.That(result.Session!.Problems, Is.Empty, line);
        Assert.That(result.Session.Fields.Keys, Is.EquivalentTo(expected.Keys), line);
        Assert.That(expected.Where(field => !result.Session.Fields[field.Key].ContentEquals(field.Value)).Select(field => field.Key), Is.Empty, line);
    }
}
