using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>
/// The same bytes, read by the SDK and read as they are, are the same record. Bytes that the SDK rejects are never read, unless DynamoDB's
/// checksum vouches for them.
/// </summary>
[Category(ProofRun.Category)]
public sealed class ItemBytesFuzzTests
{
    private static readonly int Inputs = ProofRun.Count(small: 2_000, ci: 50_000, @long: 1_000_000);
    private static readonly ItemReader Reader = new(new SessionTableOptions().Attributes);

    private readonly CannedResponses _responses = new();
    private SdkItemCalls _sdk = null!;

    [OneTimeSetUp]
    public void Start() => _sdk = new SdkItemCalls(_responses.Client, new SessionTableOptions());

    [OneTimeTearDown]
    public void Stop() => _responses.Dispose();

    [Test]
    public async Task Both_readers_read_the_same_record()
    {
        var random = new Random(ProofRun.NewSeed());
        var items = new RandomItems(random, TimeProvider.System.GetUtcNow());
        var mutations = new JsonMutations(random);
        var (same, rejected, asideOnly, endless) = (0, 0, 0, 0);
        for (var input = 0; input < Inputs; input++)
        {
            var isMutated = random.Next(3) == 0;
            var valid = BodyOf(items, random);
            var body = isMutated ? mutations.Mutate(valid, BodyOf(items, random)) : valid;
            if (WouldNeverEnd(body))
            {
                endless++;
                continue;
            }

            var (isRead, expected) = await ReadBySdkAsync(body);
            var plain = ResponseBodies.OfGet(new(WireOutcome.Succeeded, body, IsVerified: false));
            var verified = isMutated ? plain : ResponseBodies.OfGet(new(WireOutcome.Succeeded, body, IsVerified: true));

            foreach (var response in new[] { plain, verified })
            {
                if (response is { } read)
                {
                    Assert.That(isRead, Is.True, () => $"Input {input}: the SDK rejects {Shown(body)}");
                    AssertSame(read.Item is null ? null : Reader.ReadExisting(read.Item), expected, () => $"Input {input}: {Shown(body)}");
                    same++;
                }
                else if (isRead)
                {
                    asideOnly++;
                }
                else
                {
                    rejected++;
                }
            }
        }

        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Inputs:N0} bodies: {same:N0} times the same record, {rejected:N0} times rejected by both, {asideOnly:N0} times left to the SDK, {endless:N0} bodies that it would read for ever"));
        Assert.That(same, Is.GreaterThan(Inputs));
        Assert.That(rejected, Is.GreaterThan(Inputs / 20));
        Assert.That(endless, Is.LessThan(Inputs / 20));
    }

    /// <summary>
    /// Returns whether the SDK may add items to a list until there is no memory left: it looks for the end of the array after each of them, and
    /// the value of an <c>L</c> is not an array. It may also be the name of an attribute, which is not worth the distinction.
    /// </summary>
    private static bool WouldNeverEnd(byte[] body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1_000 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("L"u8)
                    && reader.Read() && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.Null))
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken JSON, or half a surrogate pair. The SDK comes to the same place, and rejects the body.
        }

        return false;
    }

    private static byte[] BodyOf(RandomItems items, Random random)
    {
        while (true)
        {
            try
            {
                var item = AttributeValueJson.ToSessionValue(new AttributeValue { M = items.Next(), IsMSet = true }).Utf8Json;

                // Without the Map's own type.
                return random.Next(4) == 0
                    ? [.. """{"ConsumedCapacity":{"TableName":"sessions","CapacityUnits":1.0},"Item":"""u8, .. item.Span[5..]]
                    : [.. """{"Item":"""u8, .. item.Span[5..]];
            }
            catch (FormatException)
            {
                // Not an item that DynamoDB would return.
            }
        }
    }

    private async Task<(bool IsRead, StoredRecord? Record)> ReadBySdkAsync(byte[] body)
    {
        _responses.Body = body;
        try
        {
            var response = await _sdk.GetAsync("id", consistentRead: true, wantsUnits: false, default);
            return (true, response.Item is null ? null : Reader.ReadExisting(response.Item));
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException)
        {
            return (false, null);
        }
    }

    private static void AssertSame(StoredRecord? read, StoredRecord? expected, Func<string> message)
    {
        Assert.That(Plain(read), Is.EqualTo(Plain(expected)), message);
        Assert.That(read?.CommitTokens, Is.EqualTo(expected?.CommitTokens), message);
        Assert.That(read?.Ticket?.ToArray(), Is.EqualTo(expected?.Ticket?.ToArray()), message);
        Assert.That(read?.Fields?.Keys, expected?.Fields is { } fields ? Is.EquivalentTo(fields.Keys) : Is.Null, message);
        foreach (var (name, value) in read?.Fields ?? new Dictionary<string, SessionValue>())
        {
            Assert.That(Canonical(value).ContentEquals(expected!.Fields![name]), Is.True, message);
        }
    }

    // The SDK decodes base64 with white space, and encodes it without.
    private static SessionValue Canonical(SessionValue value) => AttributeValueJson.ToSessionValue(AttributeValueJson.ToAttributeValue(value));

    private static StoredRecord? Plain(StoredRecord? record) =>
        record is null ? null : record with { Fields = null, CommitTokens = null, Ticket = null };

    private static string Shown(byte[] json) => $"{Encoding.UTF8.GetString(json)} ({Convert.ToHexString(json)})";
}
