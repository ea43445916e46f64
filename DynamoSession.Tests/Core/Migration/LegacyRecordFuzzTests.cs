using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Microsoft;
using DynamoSession.Core.Migration.Values;
using DynamoSession.Tests.Proof;
using DynamoSession.Tests.Proof.Fuzz;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>Any record in a legacy table is either read as a session or rejected, at once and without an exception.</summary>
[Category(ProofRun.Category)]
public sealed class LegacyRecordFuzzTests
{
    private static readonly int Inputs = ProofRun.Count(small: 5_000, ci: 50_000, @long: 5_000_000);

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_198_400);

    [Test]
    public void Fields_are_what_System_Text_Json_reads()
    {
        var json = new RandomJson(new Random(ProofRun.NewSeed()));
        for (var input = 0; input < Inputs; input++)
        {
            var text = json.NextObject();
            using var document = JsonDocument.Parse(text);
            var expected = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                expected[member.Name] = member.Value;
            }

            var fields = JsonFields.Read(Encoding.UTF8.GetBytes(text))!;

            Assert.That(fields.Problems, Is.Empty, text);
            Assert.That(fields.Fields.Keys, Is.EquivalentTo(expected.Keys), text);
            foreach (var (name, value) in fields.Fields)
            {
                Assert.That(PlainJson.Describe(value), Is.EqualTo(PlainJson.Describe(expected[name])), text);
                Assert.That(SessionValue.FromDynamoDbJson(value.Utf8Json).Kind, Is.EqualTo(value.Kind), text);
            }
        }
    }

    [Test]
    public void Broken_JSON_is_read_as_a_session_or_rejected()
    {
        var random = new Random(ProofRun.NewSeed());
        var json = new RandomJson(random);
        var mutations = new JsonMutations(random);
        var bounds = new Bounds(bytes: 128 * 1024, bytesPerUnit: 1024);
        var accepted = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var text = mutations.Mutate(Encoding.UTF8.GetBytes(json.NextObject()), Encoding.UTF8.GetBytes(json.NextObject()));

            var problem = bounds.Try(text.Length, () =>
            {
                if (JsonFields.Read(text) is { } fields)
                {
                    accepted++;
                    AssertUsable(fields);
                }
            });

            Assert.That(problem, Is.Null, () => Convert.ToBase64String(text));
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bounds}; {accepted:N0} accepted"));
        Assert.That(accepted, Is.InRange(Inputs / 20, Inputs * 19 / 20), "Inputs should be good and bad.");
    }

    [Test]
    public void Any_record_is_read_as_a_session_or_rejected()
    {
        var random = new Random(ProofRun.NewSeed());
        var trees = new RandomTrees(random);
        var json = new RandomJson(random);
        var bounds = new Bounds(bytes: 256 * 1024, bytesPerUnit: 1024);
        var formats = Enum.GetValues<ExpressFormat>();
        var statuses = new HashSet<LegacySessionStatus>();
        for (var input = 0; input < Inputs; input++)
        {
            var item = NextItem(random, trees, json);
            var format = formats[random.Next(formats.Length)];

            var problem = bounds.Try(item.Values.Sum(value => value.Utf8Json.Length), () =>
            {
                if (ExpressRecord.Read(item, format, Now) is { } result)
                {
                    statuses.Add(result.Status);
                }

                ExpressRecord.IdOf(item, format, new());
                DistributedCacheRecord.Read(item, Now);
            });

            Assert.That(problem, Is.Null, () => string.Join('\n', item.Select(attribute => attribute.Key + Encoding.UTF8.GetString(attribute.Value.Utf8Json.Span))));
        }

        Assert.That(statuses, Is.EquivalentTo(Enum.GetValues<LegacySessionStatus>()), "Inputs should be of all kinds.");
    }

    [Test]
    public void Any_bytes_in_a_cache_are_read_as_a_session_or_rejected()
    {
        var random = new Random(ProofRun.NewSeed());
        var bounds = new Bounds(bytes: 32 * 1024, bytesPerUnit: 256);
        var accepted = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var blob = NextBlob(random);

            var problem = bounds.Try(blob.Length, () => accepted += DistributedSessionBlob.Read(blob).Status == LegacySessionStatus.Live ? 1 : 0);

            Assert.That(problem, Is.Null, () => Convert.ToBase64String(blob));
        }

        Assert.That(accepted, Is.InRange(Inputs / 20, Inputs * 19 / 20), "Inputs should be good and bad.");
    }

    private static void AssertUsable(ConvertedFields fields)
    {
        foreach (var (name, value) in fields.Fields)
        {
            SessionValue.FromDynamoDbJson(value.Utf8Json);
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(name);
        }
    }

    private static Dictionary<string, SessionValue> NextItem(Random random, RandomTrees trees, RandomJson json)
    {
        string[] names = ["id", "sessionId", "sess", "content", "session_data", "expires", "expireTime", "expireTime_TTL", "value", "ttl_date", "ttl_deadline", "ttl_window", "dead", "fmt", "rt"];
        var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal);
        for (var count = random.Next(6); count > 0; count--)
        {
            item[names[random.Next(names.Length)]] = AttributeValueJson.ToSessionValue(trees.Next());
        }

        if (random.Next(2) == 0)
        {
            var data = names[random.Next(2, 5)];
            var text = "{\"cookie\":" + json.NextObject() + "," + json.NextObject()[1..];
            item[data] = random.Next(3) == 0
                ? AttributeValueJson.ToSessionValue(new() { M = new() { ["cookie"] = new() { M = trees.NextMap(2), IsMSet = true }, ["a"] = trees.Next() }, IsMSet = true })
                : AttributeValueJson.ToSessionValue(new(text));
        }

        return item;
    }

    private static byte[] NextBlob(Random random)
    {
        var entries = random.Next(4);
        List<byte> blob = [2, 0, 0, (byte)entries, .. new byte[16]];
        for (; entries > 0; entries--)
        {
            var length = random.Next(12);
            blob.AddRange([0, 1, (byte)('a' + entries), 0, 0, 0, (byte)length, .. Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))]);
        }

        var bytes = blob.ToArray();
        switch (random.Next(4))
        {
            case 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 1:
                return bytes[..random.Next(bytes.Length)];
            case 2:
                random.NextBytes(bytes);
                bytes[0] = 2;
                return bytes;
            default:
                return bytes;
        }
    }
}
