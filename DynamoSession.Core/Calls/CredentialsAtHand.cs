using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace DynamoSession.Core.Calls;

/// <summary>
/// Tells whether the SDK has a client's credentials at hand, so that its next call will not block a thread to get them. Answers no where it
/// cannot know.
/// </summary>
internal static class CredentialsAtHand
{
    // The SDK compares with a clock that it corrects by DynamoDB's; ours may be behind that one.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);

    /// <returns>What to ask before each call; <see langword="null"/> if the answer would always be no.</returns>
    public static Func<bool>? Of(object client)
    {
        // Another type, such as a decorator, may block for reasons of its own.
        if (client.GetType() != typeof(AmazonDynamoDBClient) || FindCredentials((AmazonDynamoDBClient)client) is not { } credentials)
        {
            return null;
        }

        return IsConstant(credentials.GetType()) ? static () => true
            : credentials is RefreshingAWSCredentials refreshing ? () => IsFresh(refreshing)
            : null;
    }

    /// <summary>Returns the credentials that the SDK has at hand for the next call.</summary>
    /// <returns><see langword="null"/> if they must be waited for.</returns>
    /// <exception cref="InvalidOperationException">They are no longer in the environment.</exception>
    public static ImmutableCredentials? Get(AmazonDynamoDBClient client)
    {
        var credentials = FindCredentials(client);
        return credentials is not null && (IsConstant(credentials.GetType()) || (credentials is RefreshingAWSCredentials refreshing && IsFresh(refreshing)))
            ? credentials.GetCredentials()
            : null;
    }

    /// <returns>What the client gets its credentials from; <see langword="null"/> if nobody has chosen that before its first call.</returns>
    public static AWSCredentials? FindCredentials(AmazonDynamoDBClient client)
    {
        try
        {
            return ExplicitCredentials(client) ?? client.Config.DefaultAWSCredentials;
        }
        catch (MissingMethodException)
        {
            // Another version of the SDK.
            return null;
        }
    }

    // A derived type may do anything.
    private static bool IsConstant(Type credentials) =>
        credentials == typeof(BasicAWSCredentials)
        || credentials == typeof(SessionAWSCredentials)
        || credentials == typeof(AnonymousAWSCredentials)
        || credentials == typeof(EnvironmentVariablesAWSCredentials);

    private static bool IsFresh(RefreshingAWSCredentials credentials) =>
        credentials.Expiration is { } expiration
        && expiration - credentials.PreemptExpiryTime - Margin > TimeProvider.System.GetUtcNow().UtcDateTime;

    // Protected: the SDK offers it to derived clients, but applications register the SDK's own type.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ExplicitAWSCredentials")]
    private static extern AWSCredentials? ExplicitCredentials(AmazonServiceClient client);
}
