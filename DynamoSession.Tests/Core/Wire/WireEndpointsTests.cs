using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>A request goes where the SDK would send it, signed for the same region.</summary>
public sealed class WireEndpointsTests
{
    private const string Account = "123456789012";
    private const string Arn = "arn:aws:dynamodb:eu-west-1:210987654321:table/sessions";

    private static readonly AWSCredentials WithoutAccount = new BasicAWSCredentials("key", "secret");
    private static readonly AWSCredentials WithAccount = new BasicAWSCredentials("key", "secret", Account);

    [TestCaseSource(nameof(Cases))]
    public async Task The_endpoint_is_that_of_the_SDK(AWSCredentials credentials, Action<AmazonDynamoDBConfig> configure, string tableName, string expected)
    {
        var (sdk, wire) = await SendBothAsync(credentials, configure, tableName);

        Assert.That($"{sdk.Address} {sdk.Scope}", Is.EqualTo(expected));
        Assert.That($"{wire.Address} {wire.Scope}", Is.EqualTo(expected));
        Assert.That(wire.Headers["Host"], Is.EqualTo(sdk.Headers["Host"]));
    }

    [Test]
    public async Task A_custom_endpoint_with_a_path_is_left_to_the_SDK()
    {
        using var handler = new CapturingHandler();
        using var client = new AmazonDynamoDBClient(WithoutAccount, new AmazonDynamoDBConfig { ServiceURL = "http://localhost:8000/dynamodb/" });
        using var connections = handler.ToConnections();
        var wire = DynamoDbWire.Of(client, "sessions", _ => connections, TimeProvider.System)!;

        var answer = await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default);

        Assert.That(answer.Outcome, Is.EqualTo(WireOutcome.Unanswered));
        Assert.That(handler.Requests, Is.Empty);
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("a region", WithoutAccount, config => config.RegionEndpoint = RegionEndpoint.EUWest1, "https://dynamodb.eu-west-1.amazonaws.com/ eu-west-1/dynamodb");
        yield return Case("FIPS", WithoutAccount, config => (config.RegionEndpoint, config.UseFIPSEndpoint) = (RegionEndpoint.USEast1, true), "https://dynamodb-fips.us-east-1.amazonaws.com/ us-east-1/dynamodb");
        yield return Case("dual stack", WithoutAccount, config => (config.RegionEndpoint, config.UseDualstackEndpoint) = (RegionEndpoint.EUCentral1, true), "https://dynamodb.eu-central-1.api.aws/ eu-central-1/dynamodb");
        yield return Case("FIPS and dual stack", WithoutAccount, config => (config.RegionEndpoint, config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (RegionEndpoint.USWest2, true, true), "https://dynamodb-fips.us-west-2.api.aws/ us-west-2/dynamodb");
        yield return Case("China", WithoutAccount, config => config.RegionEndpoint = RegionEndpoint.CNNorth1, "https://dynamodb.cn-north-1.amazonaws.com.cn/ cn-north-1/dynamodb");
        yield return Case("GovCloud with FIPS", WithoutAccount, config => (config.RegionEndpoint, config.UseFIPSEndpoint) = (RegionEndpoint.USGovCloudWest1, true), "https://dynamodb.us-gov-west-1.amazonaws.com/ us-gov-west-1/dynamodb");
        yield return Case("HTTP", WithoutAccount, config => (config.RegionEndpoint, config.UseHttp) = (RegionEndpoint.EUWest1, true), "http://dynamodb.eu-west-1.amazonaws.com/ eu-west-1/dynamodb");
        yield return Case("another signing region", WithoutAccount, config => (config.RegionEndpoint, config.AuthenticationRegion) = (RegionEndpoint.EUWest1, "eu-west-3"), "https://dynamodb.eu-west-1.amazonaws.com/ eu-west-3/dynamodb");
        yield return Case("an emulator", WithoutAccount, config => (config.ServiceURL, config.AuthenticationRegion) = ("http://localhost:8000", "eu-north-1"), "http://localhost:8000/ eu-north-1/dynamodb");
        yield return Case("an emulator without region", WithoutAccount, config => config.ServiceURL = "http://localhost:8000", "http://localhost:8000/ us-east-1/dynamodb");
        yield return Case("an endpoint of a region", WithoutAccount, config => config.ServiceURL = "https://dynamodb.ap-southeast-2.amazonaws.com", "https://dynamodb.ap-southeast-2.amazonaws.com/ ap-southeast-2/dynamodb");
        yield return Case("an endpoint in a VPC", WithoutAccount, config => (config.ServiceURL, config.AuthenticationRegion) = ("https://vpce-1a2b-3c4d.dynamodb.us-east-2.vpce.amazonaws.com:8443", "us-east-2"), "https://vpce-1a2b-3c4d.dynamodb.us-east-2.vpce.amazonaws.com:8443/ us-east-2/dynamodb");
        yield return Case("an account", WithAccount, config => (config.RegionEndpoint, config.AccountIdEndpointMode) = (RegionEndpoint.EUWest1, AccountIdEndpointMode.PREFERRED), $"https://{Account}.ddb.eu-west-1.amazonaws.com/ eu-west-1/dynamodb");
        yield return Case("an account that is required", WithAccount, config => (config.RegionEndpoint, config.AccountIdEndpointMode) = (RegionEndpoint.EUWest1, AccountIdEndpointMode.REQUIRED), $"https://{Account}.ddb.eu-west-1.amazonaws.com/ eu-west-1/dynamodb");
        yield return Case("an account that is not used", WithAccount, config => (config.RegionEndpoint, config.AccountIdEndpointMode) = (RegionEndpoint.EUWest1, AccountIdEndpointMode.DISABLED), "https://dynamodb.eu-west-1.amazonaws.com/ eu-west-1/dynamodb");
        yield return Case("an account with FIPS", WithAccount, config => (config.RegionEndpoint, config.UseFIPSEndpoint) = (RegionEndpoint.EUWest1, true), "https://dynamodb-fips.eu-west-1.amazonaws.com/ eu-west-1/dynamodb");
        yield return Case("an emulator with an account", WithAccount, config => (config.ServiceURL, config.AuthenticationRegion) = ("http://localhost:8000", "eu-north-1"), "http://localhost:8000/ eu-north-1/dynamodb");
        yield return Case("a table of another account", WithAccount, config => config.RegionEndpoint = RegionEndpoint.EUWest1, "https://210987654321.ddb.eu-west-1.amazonaws.com/ eu-west-1/dynamodb", Arn);
    }

    private static TestCaseData Case(string name, AWSCredentials credentials, Action<AmazonDynamoDBConfig> configure, string expected, string tableName = "sessions") =>
        new TestCaseData(credentials, configure, tableName, expected).SetArgDisplayNames(name);

    private static async Task<(CapturedRequest Sdk, CapturedRequest Wire)> SendBothAsync(AWSCredentials credentials, Action<AmazonDynamoDBConfig> configure, string tableName)
    {
        using var sdk = new CapturingHandler();
        var sdkConfig = new AmazonDynamoDBConfig { HttpClientFactory = sdk.ToFactory() };
        configure(sdkConfig);
        using var sdkClient = new AmazonDynamoDBClient(credentials, sdkConfig);
        await sdkClient.GetItemAsync(tableName, new Dictionary<string, AttributeValue> { ["id"] = new() { S = "1" } });

        using var sent = new CapturingHandler();
        using var connections = sent.ToConnections();
        var config = new AmazonDynamoDBConfig();
        configure(config);
        using var client = new AmazonDynamoDBClient(credentials, config);
        var wire = DynamoDbWire.Of(client, tableName, _ => connections, TimeProvider.System)!;
        await wire.SendAsync(WireOperation.GetItem, sdk.Requests.Single().Body, default);
        return (sdk.Requests.Single(), sent.Requests.Single());
    }
}
