using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime.CredentialManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>
/// What a DynamoDB client of our own is built from: the application's <see cref="AWSOptions"/> if it has registered them, else the
/// configuration section <c>AWS</c>. Whatever neither of them sets comes from the SDK's own sources.
/// </summary>
internal static class AwsSettings
{
    public const string Section = "AWS";

    /// <exception cref="InvalidOperationException">A value of the configuration section cannot be read.</exception>
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
            // Its message names the key and what it must be, but not the section; it does not show the value.
            throw new InvalidOperationException($"The configuration section '{Section}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Refuses what AWSSDK.Extensions.NETCore.Setup would replace silently, or accept and fail with at the first call.</summary>
    /// <exception cref="InvalidOperationException">The profile does not exist, or the service URL is not an http or https URL.</exception>
    public static void Validate(AWSOptions options)
    {
        // The SDK would fall back to its default credentials, which may be those of another account.
        if (options is { Credentials: null, Profile: { Length: > 0 } profile }
            && !new CredentialProfileStoreChain(options.ProfilesLocation).TryGetAWSCredentials(profile, out _))
        {
            throw new InvalidOperationException(
                $"The AWS profile '{profile}' was not found ({Source(nameof(options.Profile))}). Create it, or set ProfilesLocation beside it.");
        }

        // "localhost:8000" is a valid URI too, whose scheme is "localhost".
        if (options.DefaultClientConfig.ServiceURL is { Length: > 0 } serviceUrl && !IsHttp(serviceUrl))
        {
            throw new InvalidOperationException(
                $"The service URL of DynamoDB cannot be used ({Source(nameof(options.DefaultClientConfig.ServiceURL))}); it must be a URL such as http://localhost:8000.");
        }
    }

    private static string Source(string setting) => $"{setting} of the registered AWSOptions, or the configuration key '{Section}:{setting}'";

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
