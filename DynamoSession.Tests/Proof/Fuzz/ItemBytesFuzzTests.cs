using System.Globalization;
using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Http;
using ItemResponse = DynamoSession.Core.DynamoDb.ItemResponse;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>
/// The same bytes, read by the SDK and read as they are, are the same record. Bytes that the SDK rejects are never read, unless DynamoDB's
/// checksum vouches for them.
/// </summary>
[Category(ProofRun.Category)]
public sealed class ItemBytesFuzzTests
{
    private static readonly ResponseBodies Bodies = new("sess");

    private static readonly int Inputs = ProofRun.Count(small: 2_000, ci: 50_000, @long: 1_000_000);
    private static readonly ItemReader Reader = new(new SessionTableOptions().Attributes);

    private const string RefusedUpdate = "ConditionalCheckFailedException";
    private const string WithUnits = """{"ConsumedCapacity":{"TableName":"sessions","CapacityUnits":1.0},""";

    private static readonly UpdateExpression Release = SessionExpressions.Release(new SessionLease { Id = "id", Duration = TimeSpan.FromSeconds(30) });

    private static readonly Call[] Calls =
    [
        new(IsUpdate: false, WireOutcome.Succeeded, "\"Item\":"),
        new(IsUpdate: true, WireOutcome.Succeeded, "\"Attributes\":"),
        new(IsUpdate: true, WireOutcome.ConditionFailed, $"\"__type\":\"com.amazonaws.dynamodb.v20120810#{RefusedUpdate}\",\"message\":\"The conditional request failed\",\"Item\":"),
    ];

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
            var call = Calls[random.Next(Calls.Length)];
            var isMutated = random.Next(3) == 0;
            var valid = BodyOf(call, items, random);
            var body = isMutated ? mutations.Mutate(valid, BodyOf(call, items, random)) : valid;
            var plain = Read(call, body, isVerified: false);
            var verified = isMutated ? plain : Read(call, body, isVerified: true);
            if (plain is null && verified is null)
            {
                // The SDK isn't asked in vain: of some bodies it never stops reading, until there is no memory left. One is the value of an L that
                // is not an array.
                left++;
                continue;
            }

            var expected = await ReadBySdkAsync(call, body);
            Assert.That(expected, Is.Not.Null, () => $"Input {input}: the SDK rejects {Shown(body)}");
            foreach (var response in new[] { plain, verified })
            {
                if (response is { } read)
                {
                    Assert.That(read.IsApplied, Is.EqualTo(expected!.IsApplied), () => $"Input {input}: {Shown(body)}");
                    AssertSame(RecordOf(read), RecordOf(expected), () => $"Input {input}: {Shown(body)}");
                    same++;
                }
            }
        }

        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Inputs:N0} bodies: {same:N0} times the same record, {left:N0} left to the SDK"));
        Assert.That(same, Is.GreaterThan(Inputs));
        Assert.That(left, Is.GreaterThan(Inputs / 20));
    }

    private static byte[] BodyOf(Call call, RandomItems items, Random random)
    {
        while (true)
        {
            try
            {
                var item = AttributeValueJson.ToSessionValue(new AttributeValue { M = items.Next(), IsMSet = true }).Utf8Json;

                // Without the Map's own type.
                var head = random.Next(4) == 0 && call.Outcome == WireOutcome.Succeeded ? WithUnits : "{";
                return [.. Encoding.UTF8.GetBytes(head + call.Head), .. item.Span[5..]];
            }
            catch (FormatException)
            {
                // Not an item that DynamoDB would return.
            }
        }
    }

    private static ItemResponse? Read(Call call, byte[] body, bool isVerified)
    {
        // What the wire itself doesn't take for this refusal is never read.
        if (call.Outcome == WireOutcome.ConditionFailed && WireErrors.NameOf(body) != RefusedUpdate)
        {
            return null;
        }

        var answer = new WireAnswer(call.Outcome, body, isVerified);
        return call.IsUpdate ? Bodies.OfUpdate(answer) : Bodies.OfGet(answer);
    }

    private static StoredRecord? RecordOf(ItemResponse response) => response.Item is { } item ? Reader.ReadExisting(item) : null;

    /// <returns>Null if the SDK rejects the body.</returns>
    private async Task<ItemResponse?> ReadBySdkAsync(Call call, byte[] body)
    {
        (_responses.Status, _responses.Body) = (call.Outcome == WireOutcome.Succeeded ? HttpStatusCode.OK : HttpStatusCode.BadRequest, body);
        try
        {
            return call.IsUpdate
                ? await _sdk.UpdateAsync("id", Release, ReturnValue.ALL_NEW, wantsUnits: false, default)
                : await _sdk.GetAsync("id", consistentRead: true, wantsUnits: false, default);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException)
        {
            return null;
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

    /// <summary>A call, and its response.</summary>
    /// <param name="IsUpdate">Whether it is an UpdateItem, and not a GetItem.</param>
    /// <param name="Outcome">The outcome that the status tells.</param>
    /// <param name="Head">What the body says before the item.</param>
    private sealed record Call(bool IsUpdate, WireOutcome Outcome, string Head);
}
