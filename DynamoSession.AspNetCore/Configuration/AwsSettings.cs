using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime.CredentialManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>
/// Reads the settings for DynamoSession's own client: the application's <see cref="AWSOptions"/> if it has registered them, else the
/// configuration section <c>AWS</c>. Settings that are in neither come from the SDK's own sources.
/// </summary>
internal static class AwsSettings
{
    public const string Section = "AWS";

    /// <exception cref="InvalidOperationException">A value of the configuration section is invalid.</exception>
    public static AWSOptions Find(IServiceProvider services)
    {
        if (services.GetService<AWSOptions>() is { } registered)
        {
            return registered;
        }

        try
        {
            return services.GetService<IConfiguration>()?.GetAWSOptions() ?? new AWSOptions();
        }
        catch (ArgumentException exception)
        {
            // Its message names the key and the expected value, but not the section. It doesn't contain the actual value.
            throw new InvalidOperationException($"The configuration section '{Section}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Rejects settings that AWSSDK.Extensions.NETCore.Setup would silently replace, or accept and then fail with at the first call.</summary>
    /// <exception cref="InvalidOperationException">The profile does not exist, or the service URL is not an http or https URL.</exception>
    public static void Validate(AWSOptions options)
    {
        // The SDK would fall back to its default credentials, which may belong to another account.
        if (options is { Credentials: null, Profile: { Length: > 0 } profile }
            && !new CredentialProfileStoreChain(options.ProfilesLocation).TryGetAWSCredentials(profile, out _))
        {
            throw new InvalidOperationException(
                $"The AWS profile '{profile}' was not found ({Source(nameof(options.Profile))}). Create it, or set ProfilesLocation too.");
        }

        // "localhost:8000" is a valid URI too, with the scheme "localhost".
        if (options.DefaultClientConfig.ServiceURL is { Length: > 0 } serviceUrl && !IsHttp(serviceUrl))
        {
            throw new InvalidOperationException(
                $"The service URL of DynamoDB is invalid ({Source(nameof(options.DefaultClientConfig.ServiceURL))}); it must be a URL such as http://localhost:8000.");
        }
    }

    private static string Source(string setting) => $"{setting} of the registered AWSOptions, or the configuration key '{Section}:{setting}'";

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
