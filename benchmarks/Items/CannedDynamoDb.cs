using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Core;

namespace DynamoSession.Benchmarks.Items;

/// <summary>A DynamoDB that gives every reader the same session and accepts every write, at once and without a network.</summary>
internal sealed class CannedDynamoDb : HttpMessageHandler
{
    private static readonly byte[] Accepted = "{}"u8.ToArray();

    private readonly byte[] _item;
    private readonly string _itemChecksum;

    /// <param name="fields">How many fields the session has.</param>
    /// <param name="fieldLength">How many characters each of them has.</param>
    public CannedDynamoDb(int fields, int fieldLength)
        : this(Enumerable.Range(0, fields).ToDictionary(field => $"field-{field}", _ => (object)new { S = new string('x', fieldLength) }))
    {
    }

    /// <summary>Responds with a session of 12 texts and two lists of objects, which share the size.</summary>
    /// <param name="kiloBytes">The size in thousands of bytes.</param>
    public CannedDynamoDb(int kiloBytes)
        : this(FieldsOf(kiloBytes * 1_000))
    {
    }

    private CannedDynamoDb(Dictionary<string, object> fields)
    {
        var now = TimeProvider.System.GetUtcNow();
        var item = new Dictionary<string, object>
        {
            ["id"] = new { S = "s1#canned" },
            ["sess"] = new { M = fields },
            ["rt"] = new { M = new Dictionary<string, object> { ["AAAAAAAAAAA"] = Number(now.ToUnixTimeSeconds()) } },
            ["expires"] = Number(now.AddMinutes(20).ToUnixTimeSeconds()),
            ["abs"] = Number(now.AddHours(24).ToUnixTimeSeconds()),
            ["iat"] = Number(now.ToUnixTimeSeconds()),
            ["ver"] = Number(7),
            ["sz"] = Number(2_000),
            ["fmt"] = Number(1),
        };
        _item = JsonSerializer.SerializeToUtf8Bytes(new { Item = item });
        _itemChecksum = ChecksumOf(_item).ToString(CultureInfo.InvariantCulture);
        Factory = new CannedFactory(this);
    }

    /// <summary>Gets the connections to it.</summary>
    public HttpClientFactory Factory { get; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public long SentBytes { get; private set; }

    public long ReceivedBytes { get; private set; }

    /// <summary>Returns a client of it.</summary>
    public IAmazonDynamoDB CreateClient()
    {
        var config = SessionDynamoDbClient.CreateConfig();
        config.ServiceURL = "http://localhost";
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = Factory;
        return new AmazonDynamoDBClient(new BasicAWSCredentials("benchmarks", "none"), config);
    }

    // With as little work as possible: it isn't what is measured, and makes differences look smaller.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content!.CopyTo(Stream.Null, context: null, cancellationToken);
        var isRead = request.Headers.NonValidated["X-Amz-Target"].ToString().EndsWith("GetItem", StringComparison.Ordinal);
        _ = isRead ? Reads++ : Writes++;
        var answer = isRead ? _item : Accepted;
        SentBytes += request.Content.Headers.ContentLength!.Value;
        ReceivedBytes += answer.Length;

        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer), RequestMessage = request };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        if (isRead)
        {
            // DynamoDB's answers have one, and the SDK checks it.
            response.Headers.TryAddWithoutValidation("x-amz-crc32", _itemChecksum);
        }

        return Task.FromResult(response);
    }

    private static Dictionary<string, object> FieldsOf(int bytes)
    {
        var content = new SessionContent(bytes);
        var fields = content.Texts.ToDictionary(text => text.Key, text => (object)new { S = text.Value });
        fields[SessionContent.Cart] = ListOf(content.CartContent);
        if (content.ViewedProducts.Count > 0)
        {
            fields[SessionContent.Viewed] = ListOf(content.ViewedProducts);
        }

        return fields;
    }

    private static object ListOf(List<CartLine> lines) => new
    {
        L = lines.Select(line => new
        {
            M = new Dictionary<string, object>
            {
                ["Product"] = new { S = line.Product },
                ["Title"] = new { S = line.Title },
                ["Quantity"] = Number(line.Quantity),
                ["Price"] = new { N = line.Price.ToString(CultureInfo.InvariantCulture) },
            },
        }),
    };

    private static object Number(long value) => new { N = value.ToString(CultureInfo.InvariantCulture) };

    private static uint ChecksumOf(byte[] bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 0 ? checksum >> 1 : (checksum >> 1) ^ 0xEDB88320;
            }
        }

        return ~checksum;
    }

    private sealed class CannedFactory(CannedDynamoDb dynamoDb) : HttpClientFactory
    {
        // Without a timer for each call, like the connections that are replaced here.
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(dynamoDb, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        // As without a factory, a client of the SDK keeps one.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

        public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
    }
}
