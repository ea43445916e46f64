using Amazon.Runtime;

namespace SessionTool.Doctor;

/// <summary>Recognizes DynamoDB's errors.</summary>
internal static class Errors
{
    public static bool IsDenied(AmazonServiceException exception) => exception.ErrorCode is "AccessDeniedException" or "AccessDenied";

    /// <summary>Returns whether an emulator does not have the operation.</summary>
    public static bool IsUnknownOperation(AmazonServiceException exception) =>
        exception.ErrorCode is "UnknownOperationException" or "UnsupportedOperationException" or "NotImplemented" or "InternalFailure";
}
