using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.AspNetCore.Configuration;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Says in one sentence what a DynamoDB client lacks, where the SDK lists everything that it has tried.</summary>
internal static class ClientErrors
{
    private const string RegionRemedy =
        $"Set the configuration key '{AwsSettings.Section}:Region' or the environment variable AWS_REGION, or '{AwsSettings.Section}:ServiceURL' for an emulator";

    public static InvalidOperationException NoRegion() =>
        new($"No AWS region is configured for the DynamoDB client of sessions. {RegionRemedy}, or register an IAmazonDynamoDB.");

    /// <returns><see langword="null"/> if the client could not be created for another reason.</returns>
    public static InvalidOperationException? Find(AmazonClientException exception, AWSOptions options) => exception.Message switch
    {
        var message when message.Contains("RegionEndpoint", StringComparison.Ordinal) => NoRegion(),
        var message when message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => NoCredentials(exception, options),
        _ => null,
    };

    // The SDK looks for credentials first, and would report the region only when they are there.
    private static InvalidOperationException NoCredentials(AmazonClientException exception, AWSOptions options) => new(
        "No AWS credentials were found for the DynamoDB client of sessions. "
        + $"Set the configuration key '{AwsSettings.Section}:Profile' or the environment variable AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run with a role; "
        + "an emulator accepts any credentials."
        + (HasRegion(options) ? "" : $" No region is configured either. {RegionRemedy}."),
        exception);

    private static bool HasRegion(AWSOptions options)
    {
        // Reads the environment.
        var config = new AmazonDynamoDBConfig();
        return options.Region is not null || options.DefaultClientConfig.ServiceURL is { Length: > 0 } || config.RegionEndpoint is not null || !string.IsNullOrEmpty(config.ServiceURL);
    }
}
