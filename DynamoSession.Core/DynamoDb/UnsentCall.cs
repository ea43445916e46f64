using Amazon.Runtime;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Recognizes that the SDK could not send a call, usually for lack of credentials. Each source of credentials fails with an exception of its own.</summary>
internal static class UnsentCall
{
    private const int MaxReasonLength = 200;

    // The instance metadata service, and a role without the package AWSSDK.SecurityToken.
    private const string Sdk = "AWSSDK.Core";

    public static bool Is(Exception exception) => exception switch
    {
        AmazonClientException or ProcessAWSCredentialException => true,
        ObjectDisposedException => false,
        InvalidOperationException => IsThrownBySdk(exception),

        // The credentials of a container. A response of DynamoDB has a status.
        AmazonServiceException { ErrorCode: null, StatusCode: 0, InnerException: null } => exception.GetType() == typeof(AmazonServiceException),
        _ => false,
    };

    // Compiled ahead of time, an exception does not know its assembly.
    private static bool IsThrownBySdk(Exception exception) =>
        exception.Source == Sdk || exception.StackTrace?.TrimStart().StartsWith("at Amazon.", StringComparison.Ordinal) == true;

    /// <summary>Returns what the SDK says, which names the source of the credentials, on one line.</summary>
    public static string Reason(Exception exception)
    {
        var line = exception.Message.AsSpan().Trim();
        line = line.IndexOfAny('\r', '\n') is >= 0 and var end ? line[..end].TrimEnd() : line;
        return PrintableText.Of(line.Length > MaxReasonLength ? $"{line[..MaxReasonLength]}..." : line.ToString());
    }
}
