using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Interprets the SDK's exceptions; no other code does. Messages never contain an id or a value.</summary>
internal static class DynamoDbErrors
{
    private const string AccessDenied = "AccessDeniedException";

    /// <summary>
    /// Whether the table failed. The SDK does not wrap network failures, and reports its own timeout as a cancellation, so a cancellation is
    /// only the caller's if its token was canceled.
    /// </summary>
    public static bool IsStoreFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => exception is AmazonServiceException or HttpRequestException or IOException or TimeoutException || UnsentCall.Is(exception),
    };

    /// <returns><see langword="null"/> unless DynamoDB rejected the item because of its size.</returns>
    public static SessionException? DescribeTooLarge(string tableName, IEnumerable<KeyValuePair<string, SessionValue>> fields, Exception exception) =>
        IsValidation(exception, "Item size") ? new SessionTooLargeException(ItemSize.Describe(tableName, fields), exception) : null;

    /// <returns><see langword="null"/> unless DynamoDB rejected an increment or append because of the stored value.</returns>
    public static SessionException? DescribeWrongType(string tableName, SessionChanges changes, Exception exception)
    {
        var names = changes.Fields
            .Where(field => field.Value.Kind is SessionChangeKind.Increment or SessionChangeKind.Append)
            .Select(field => $"'{PrintableText.Of(field.Key)}' ({field.Value.Kind})")
            .ToArray();
        if (names.Length == 0 || !(IsValidation(exception, "incorrect data type") || IsSumOutOfRange(exception)))
        {
            return null;
        }

        return new SessionFieldTypeException(
            $"A session field in table '{tableName}' has a stored type or value that its change can't be applied to: {string.Join(", ", names)}. "
            + "Increment requires a Number and a sum of at most 38 digits; Append requires a List.",
            exception);
    }

    /// <summary>Whether the condition of a write was not met.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="item">The stored item; <see langword="null"/> or empty if there is none.</param>
    public static bool IsConditionFailed(Exception exception, out Dictionary<string, AttributeValue>? item)
    {
        var failure = exception as ConditionalCheckFailedException;
        item = failure?.Item;
        return failure is not null;
    }

    /// <summary>Whether the condition of a transaction with one write was not met.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="item">The stored item; <see langword="null"/> or empty if there is none.</param>
    public static bool IsConditionFailedInTransaction(Exception? exception, out Dictionary<string, AttributeValue>? item)
    {
        var reason = (exception as TransactionCanceledException)?.CancellationReasons?.Find(reason => reason.Code == "ConditionalCheckFailed");
        item = reason?.Item;
        return reason is not null;
    }

    /// <summary>Whether DynamoDB rejected the request as invalid, so that a retry would fail too.</summary>
    public static bool IsInvalid(Exception? exception) => exception is AmazonServiceException { ErrorCode: "ValidationException" };

    /// <summary>Whether the request's key does not match the table's. DynamoDB Local has a different message.</summary>
    public static bool IsWrongKey(Exception? exception) =>
        exception is not null && (IsValidation(exception, "does not match the schema") || IsValidation(exception, "required keys was not given"));

    /// <summary>
    /// Whether DynamoDB responded with an item that the SDK cannot represent, because it contains text that is not valid Unicode, such as a
    /// lone surrogate. That concerns this item only, each time it is read. A response that is not JSON or is cut off is a failure of the table.
    /// </summary>
    public static bool IsItemUnreadable(Exception? exception)
    {
        if (exception is not AmazonUnmarshallingException)
        {
            return false;
        }

        // The JSON reader throws this exact type for such text, and a JsonException for anything that is not JSON.
        while (exception.InnerException is { } inner)
        {
            exception = inner;
            if (exception.GetType() == typeof(InvalidOperationException))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsTableMissing(Exception exception) => exception is ResourceNotFoundException;

    /// <summary>Whether the table is already being created, updated or deleted.</summary>
    public static bool IsTableInUse(Exception exception) => exception is ResourceInUseException;

    /// <summary>Whether TTL has already been enabled or is being changed.</summary>
    public static bool IsTimeToLiveChangePending(Exception exception) => (IsValidation(exception, "TimeToLive") || IsValidation(exception, "Time to live")) && !IsOperationUnknown(exception);

    public static SessionStoreException Describe(TableOperation operation, string tableName, Exception exception)
    {
        var (type, remedy) = Explain(operation, exception);
        return new SessionStoreException(
            $"DynamoSession could not {operation.Description} (table '{tableName}', {exception.GetType().Name}): {remedy}",
            MayQuoteData(exception) ? null : exception)
        {
            ErrorType = type,
            IsThrottled = IsThrottled(exception),
            IsTransient = IsTransient(exception),
            IsItemUnreadable = IsItemUnreadable(exception),
            IsAccessDenied = exception is AmazonServiceException { ErrorCode: AccessDenied },
            IsOperationUnknown = IsOperationUnknown(exception),
        };
    }

    private static (string Type, string Remedy) Explain(TableOperation operation, Exception exception) => exception switch
    {
        ResourceNotFoundException =>
            ("table_missing", "the table does not exist in this account and region. Check its name and the client's region, or create it; in development, use CreateTableIfNotExists()."),
        _ when IsItemUnreadable(exception) =>
            ("item_unreadable", "an item contains text that is not valid Unicode, such as a lone surrogate. Correct the item, or delete it."),
        _ when IsThrottled(exception) =>
            ("throttled", "DynamoDB throttled the call. Increase the table's capacity, or switch it to on-demand billing."),
        _ when UnsentCall.Is(exception) =>
            ("not_sent", $"the SDK could not send the call: '{UnsentCall.Reason(exception)}' Check that the application has a region, and credentials that have not expired."),
        AmazonServiceException service => ExplainCode(operation, service),
        TimeoutException or OperationCanceledException =>
            ("timeout", "it did not respond in time. Check the network path to DynamoDB and the client's timeouts."),
        _ => ("unreachable", "it could not be reached. Check the network path to DynamoDB and the client's endpoint."),
    };

    private static (string Type, string Remedy) ExplainCode(TableOperation operation, AmazonServiceException exception) => exception.ErrorCode switch
    {
        AccessDenied =>
            ("access_denied", $"access was denied. Grant the application's role {operation.Permission} on the table{(operation == TableOperation.QueryUser ? " and its indexes" : "")}."),
        "UnrecognizedClientException" or "InvalidSignatureException" or "MissingAuthenticationTokenException" or "IncompleteSignatureException"
            or "ExpiredTokenException" or "InvalidClientTokenId" =>
            ("credentials_rejected", "the credentials were rejected. Check that they are correct and have not expired, and that the machine's clock is right."),
        _ when IsOperationUnknown(exception) =>
            ("operation_unknown", "the endpoint does not have this operation."),
        "ValidationException" =>
            ("invalid_request", $"DynamoDB rejected the call as invalid. Check {operation.Requirement}."),
        _ when (int)exception.StatusCode >= 500 =>
            ("server_error", $"DynamoDB responded with status {(int)exception.StatusCode}. This is usually temporary; if it persists, see the AWS Health Dashboard."),
        _ when exception.InnerException is { } inner && inner is HttpRequestException or IOException or TimeoutException or OperationCanceledException =>
            Explain(operation, inner),
        _ => ("rejected", $"DynamoDB rejected the call ({exception.ErrorCode ?? "no error code"})."),
    };

    private static bool IsThrottled(Exception exception) =>
        exception is ProvisionedThroughputExceededException or RequestLimitExceededException or LimitExceededException
            or AmazonServiceException { ErrorCode: "ThrottlingException" or "ThrottledException" or "ProvisionedThroughputExceededException" or "RequestLimitExceeded" }
        || HasReason(exception, "ThrottlingError", "ProvisionedThroughputExceeded");

    private static bool HasReason(Exception exception, params string[] codes) =>
        exception is TransactionCanceledException { CancellationReasons: { } reasons } && reasons.Exists(reason => codes.Contains(reason.Code));

    /// <summary>Whether the call conflicted with a transaction or, as a transaction, with another write.</summary>
    private static bool IsTransactionConflict(Exception exception) =>
        exception is TransactionConflictException or TransactionInProgressException || HasReason(exception, "TransactionConflict");

    /// <summary>A rejection for a reason other than load is permanent.</summary>
    private static bool IsTransient(Exception exception) =>
        IsThrottled(exception) || IsTransactionConflict(exception)
        || (!IsItemUnreadable(exception) && !IsOperationUnknown(exception) && exception is not AmazonServiceException { StatusCode: >= (HttpStatusCode)400 and < (HttpStatusCode)500 });

    /// <summary>Whether the endpoint does not have the operation. Emulators report that in different ways; DynamoDB has all operations.</summary>
    private static bool IsOperationUnknown(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: "UnknownOperationException" } or AmazonServiceException { StatusCode: HttpStatusCode.NotImplemented }
        || IsValidation(exception, "not yet supported");

    private static bool IsValidation(Exception exception, string text) =>
        exception is AmazonServiceException { ErrorCode: "ValidationException" } && exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a sum is out of DynamoDB's range. DynamoDB Local has a different message for too many digits.</summary>
    private static bool IsSumOutOfRange(Exception exception) =>
        (IsValidation(exception, "38 significant digits") || IsValidation(exception, "up to 38 digits") || IsValidation(exception, "number with magnitude"))
        && !IsValidation(exception, "ExpressionAttributeValues");

    /// <summary>Whether the message may quote an id or a value: that of a response that could not be parsed, or of a rejected number.</summary>
    private static bool MayQuoteData(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is AmazonUnmarshallingException || IsValidation(exception, "numeric value"))
            {
                return true;
            }
        }

        return false;
    }
}
