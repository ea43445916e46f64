using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core;

namespace DynamoSession.Tests.Core;

public sealed class SessionDynamoDbClientTests
{
    [Test]
    public void The_retry_budget_is_pinned()
    {
        var config = SessionDynamoDbClient.CreateConfig();

        Assert.That(config.MaxErrorRetry, Is.EqualTo(2));
        Assert.That(config.MaxStaleConnectionRetries, Is.EqualTo(10));
        Assert.That(config.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(config.Timeout, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void A_client_can_be_built_with_it()
    {
        var config = SessionDynamoDbClient.CreateConfig();
        config.RegionEndpoint = Amazon.RegionEndpoint.EUCentral1;

        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("a", "b"), config);

        Assert.That(client.Config.MaxErrorRetry, Is.EqualTo(2));
    }
}
