using System.Globalization;
using Amazon.DynamoDBv2;

namespace SessionTool.Doctor;

/// <summary>Checks what the environment says to the SDK.</summary>
internal static class SettingsChecks
{
    private const string Check = "retry settings";
    private const int MostAttempts = 5;

    /// <param name="config">The client's configuration.</param>
    /// <param name="environment">Returns the value of an environment variable; null if it is not set.</param>
    public static IEnumerable<Finding> Run(AmazonDynamoDBConfig config, Func<string, string?> environment)
    {
        if (int.TryParse(environment("AWS_MAX_ATTEMPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) && attempts is < 2 or > MostAttempts)
        {
            yield return Finding.Warning(
                Check,
                $"AWS_MAX_ATTEMPTS is {attempts}. A client that the application registers itself uses it: {(attempts < 2 ? "a single lost connection fails a request" : "retries outlast IOTimeout")}.",
                $"Unset it, or set it to 2 to {MostAttempts}. The client that DynamoSession creates is not affected.");
        }

        if (environment("AWS_RETRY_MODE") is "adaptive")
        {
            yield return Finding.Warning(
                Check,
                "AWS_RETRY_MODE is 'adaptive', with which a client that the application registers itself delays all calls when one key is throttled.",
                "Unset it, or set it to 'standard'.");
        }

        if (config.ServiceURL is { Length: > 0 } endpoint && new Uri(endpoint) is { IsLoopback: false } url && url.Scheme == Uri.UriSchemeHttp)
        {
            yield return Finding.Error("endpoint", $"The endpoint '{url.GetLeftPart(UriPartial.Authority)}' is reached over plain http: sessions cross the network in the open.", "Use https.");
        }
    }
}
