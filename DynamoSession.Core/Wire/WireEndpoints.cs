using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Internal;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace DynamoSession.Core.Wire;

/// <summary>
/// Asks the SDK for the endpoint of a table's requests. By the SDK's rules, it depends on the configuration, which the SDK forbids to change
/// once a client has it, on the table if it is named by an ARN, and on the account of the credentials.
/// </summary>
/// <param name="config">The client's configuration.</param>
/// <param name="tableName">The table's name or ARN.</param>
internal sealed class WireEndpoints(AmazonDynamoDBConfig config, string tableName)
{
    private volatile Resolved? _last;

    /// <returns><see langword="null"/> if the endpoint needs more than a signature by its host and region.</returns>
    /// <exception cref="AmazonClientException">The configuration leads to no endpoint.</exception>
    public WireEndpoint? Find(ImmutableCredentials credentials)
    {
        if (_last is { } last && last.AccountId == credentials.AccountId)
        {
            return last.Endpoint;
        }

        var endpoint = Resolve(credentials);
        _last = new Resolved(credentials.AccountId, endpoint);
        return endpoint;
    }

    private WireEndpoint? Resolve(ImmutableCredentials credentials)
    {
        var item = new GetItemRequest { TableName = tableName };
        var request = new DefaultRequest(item, AmazonDynamoDBConfig.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
        var context = new RequestContext(enableMetric: false)
        {
            ClientConfig = config,
            OriginalRequest = item,
            Request = request,
            Identity = new SessionAWSCredentials(credentials.AccessKey, credentials.SecretKey, "unused", credentials.AccountId),
        };
        new AmazonDynamoDBEndpointResolver().ProcessRequestHandlers(new Amazon.Runtime.Internal.ExecutionContext(context, responseContext: null));

        // None of DynamoDB's rules asks for headers or another name of the service, and a path is only in a custom endpoint.
        if (request.Headers.Count > 0 || request.OverrideSigningServiceName is { Length: > 0 } || request.Endpoint.PathAndQuery != "/")
        {
            return null;
        }

        var region = AWS4Signer.DetermineSigningRegion(config, config.RegionEndpointServiceName, request.AlternateEndpoint, request);
        var service = AWS4Signer.DetermineService(config, request);
        return new WireEndpoint(request.Endpoint, region, service);
    }

    private sealed record Resolved(string? AccountId, WireEndpoint? Endpoint);
}
