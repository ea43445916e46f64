using Amazon.DynamoDBv2;

namespace DynamoSession.Core.Wire;

/// <summary>Names the SDK's version, the system and the application as the SDK does, and this package instead of the SDK's features.</summary>
internal static class UserAgent
{
    private const string Punctuation = " /!#$%&'*+-.^_`|~";

    public static string Of(AmazonDynamoDBConfig config)
    {
        var application = config.ClientAppId is { Length: > 0 } id ? $" app/{id}" : "";
        return string.Concat($"{config.UserAgent}{application} lib/DynamoSession".Select(Allowed));
    }

    private static char Allowed(char character) => char.IsAsciiLetterOrDigit(character) || Punctuation.Contains(character) ? character : '-';
}
