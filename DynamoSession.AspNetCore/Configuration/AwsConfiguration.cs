using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using DynamoSession.Core;
using Microsoft.Extensions.Configuration;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>
/// Builds a client from the configuration section <c>AWS</c>, with the keys of AWSSDK.Extensions.NETCore.Setup, and from the
/// environment. Keys of that section which are not about this client belong to others.
/// </summary>
internal static class AwsConfiguration
{
    public static AmazonDynamoDBClient CreateClient(IConfiguration? configuration)
    {
        var config = SessionDynamoDbClient.CreateConfig();
        if (configuration is null)
        {
            return new AmazonDynamoDBClient(config);
        }

        var section = configuration.GetSection("AWS");
        Apply(section, config);
        return Credentials(section) is { } credentials ? new AmazonDynamoDBClient(credentials, config) : new AmazonDynamoDBClient(config);
    }

    /// <exception cref="InvalidOperationException">A value cannot be read.</exception>
    internal static void Apply(IConfigurationSection section, AmazonDynamoDBConfig config)
    {
        Endpoint(section, config);
        When(section, "MaxErrorRetry", setting => config.MaxErrorRetry = ConfigurationValue.Number(setting));
        When(section, "Timeout", setting => config.Timeout = TimeSpan.FromMilliseconds(ConfigurationValue.Number(setting)));
        When(section, "UseHttp", setting => config.UseHttp = ConfigurationValue.Flag(setting));
        When(section, "UseFIPSEndpoint", setting => config.UseFIPSEndpoint = ConfigurationValue.Flag(setting));
        When(section, "UseDualstackEndpoint", setting => config.UseDualstackEndpoint = ConfigurationValue.Flag(setting));
    }

    private static void Endpoint(IConfigurationSection section, AmazonDynamoDBConfig config)
    {
        // The SDK's ServiceURL and RegionEndpoint clear each other, so only one of them is set.
        var region = section["Region"];
        var serviceUrl = section.GetSection("ServiceURL");
        if (serviceUrl.Value is { Length: > 0 })
        {
            config.ServiceURL = ConfigurationValue.Url(serviceUrl);
            config.AuthenticationRegion = section["AuthenticationRegion"] ?? region ?? config.AuthenticationRegion;
        }
        else
        {
            if (region is { Length: > 0 })
            {
                config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            }

            config.AuthenticationRegion = section["AuthenticationRegion"] ?? config.AuthenticationRegion;
        }
    }

    private static AWSCredentials? Credentials(IConfigurationSection section)
    {
        if (section["Profile"] is not { Length: > 0 } profile)
        {
            return null;
        }

        var chain = new CredentialProfileStoreChain(section["ProfilesLocation"]);
        return chain.TryGetAWSCredentials(profile, out var credentials)
            ? credentials
            : throw new InvalidOperationException(
                $"The configuration key '{section.Path}:Profile' names the AWS profile '{profile}', which was not found. Create it, or set '{section.Path}:ProfilesLocation'.");
    }

    private static void When(IConfigurationSection section, string key, Action<IConfigurationSection> apply)
    {
        var setting = section.GetSection(key);
        if (setting.Value is not null)
        {
            apply(setting);
        }
    }
}
