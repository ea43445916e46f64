using System.Globalization;
using System.Text;
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
        var (same, left) = (0, 0);
        for (var input = 0; input < Inputs; input++)
        {
            var isMutated = random.Next(3) == 0;
            var valid = BodyOf(items, random);
            var body = isMutated ? mutations.Mutate(valid, BodyOf(items, random)) : valid;
            var plain = ResponseBodies.OfGet(new(WireOutcome.Succeeded, body, IsVerified: false));
            var verified = isMutated ? plain : ResponseBodies.OfGet(new(WireOutcome.Succeeded, body, IsVerified: true));

            if (plain is null && verified is null)
            {
                // The SDK isn't asked in vain: of some bodies it never stops reading, until there is no memory left. One is the value of an L that
                // is not an array.
                left++;
                continue;
            }

            var (isRead, expected) = await ReadBySdkAsync(body);
            Assert.That(isRead, Is.True, () => $"Input {input}: the SDK rejects {Shown(body)}");
            foreach (var response in new[] { plain, verified })
            {
                if (response is { } read)
                {
                    AssertSame(read.Item is null ? null : Reader.ReadExisting(read.Item), expected, () => $"Input {input}: {Shown(body)}");
                    same++;
                }
            }
        }

        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Inputs:N0} bodies: {same:N0} times the same record, {left:N0} left to the SDK"));
        Assert.That(same, Is.GreaterThan(Inputs));
        Assert.That(left, Is.GreaterThan(Inputs / 20));
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
