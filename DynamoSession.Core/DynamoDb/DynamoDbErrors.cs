using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>The one place that knows how the SDK fails. Messages never contain an id or a value.</summary>
internal static class DynamoDbErrors
{
    /// <summary>
    /// Whether the table failed, rather than the code. The SDK lets network faults out as they are, and its own time limit as a
    /// cancellation; only what the caller cancelled is the caller's.
    /// </summary>
    public static bool IsStoreFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException,
    };

    /// <returns><see langword="null"/> unless DynamoDB refused the item because of its size.</returns>
    public static SessionException? DescribeTooLarge(string tableName, IEnumerable<KeyValuePair<string, SessionValue>> fields, Exception exception) =>
        IsValidation(exception, "Item size") ? new SessionTooLargeException(ItemSize.Describe(tableName, fields), exception) : null;

    /// <returns><see langword="null"/> unless DynamoDB refused an increment or an append because of what is stored.</returns>
    public static SessionException? DescribeWrongType(string tableName, SessionChanges changes, Exception exception)
    {
        var names = changes.Fields
            .Where(field => field.Value.Kind is SessionChangeKind.Increment or SessionChangeKind.Append)
            .Select(field => $"'{field.Key}' ({field.Value.Kind})")
            .ToArray();
        if (names.Length == 0 || !(IsValidation(exception, "incorrect data type") || IsSumOutOfRange(exception)))
        {
            return null;
        }

        return new SessionFieldTypeException(
            $"A session field in table '{tableName}' is stored as something else than its change needs: {string.Join(", ", names)}. "
            + "An Increment needs a Number, and the sum at most 38 digits; an Append needs a List.",
            exception);
    }

    /// <summary>Whether the condition of a write was not met.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="item">What the write met; <see langword="null"/> or empty for no item.</param>
    public static bool IsRefused(Exception exception, out Dictionary<string, AttributeValue>? item)
    {
        var refusal = exception as ConditionalCheckFailedException;
        item = refusal?.Item;
        return refusal is not null;
    }

    /// <summary>Whether the condition of a transaction of one write was not met.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="item">What the write met; <see langword="null"/> or empty for no item.</param>
    public static bool IsRefusedInTransaction(Exception? exception, out Dictionary<string, AttributeValue>? item)
    {
        var reason = (exception as TransactionCanceledException)?.CancellationReasons?.Find(reason => reason.Code == "ConditionalCheckFailed");
        item = reason?.Item;
        return reason is not null;
    }

    /// <summary>Whether DynamoDB found the call itself wrong, so that it says no again.</summary>
    public static bool IsInvalid(Exception? exception) => exception is AmazonServiceException { ErrorCode: "ValidationException" };

    /// <summary>Whether the table's key has another name than the one that was given. DynamoDB Local has its own words for it.</summary>
    public static bool IsWrongKey(Exception? exception) =>
        exception is not null && (IsValidation(exception, "does not match the schema") || IsValidation(exception, "required keys was not given"));

    public static bool IsTableMissing(Exception exception) => exception is ResourceNotFoundException;

    /// <summary>Whether the table is being created, changed or deleted already.</summary>
    public static bool IsTableInUse(Exception exception) => exception is ResourceInUseException;

    /// <summary>Whether somebody else has changed the time to live just now.</summary>
    public static bool IsTimeToLiveSettled(Exception exception) => IsValidation(exception, "TimeToLive");

    public static SessionStoreException Describe(TableOperation operation, string tableName, Exception exception) => new(
        $"DynamoSession could not {operation.Description} (table '{tableName}', {exception.GetType().Name}): {Remedy(operation, exception)}",
        MayQuoteData(exception) ? null : exception)
    {
        IsThrottled = IsThrottled(exception),
        IsTransient = IsTransient(exception),
    };

    private static string Remedy(TableOperation operation, Exception exception) => exception switch
    {
        ResourceNotFoundException =>
            "there is no such table in this account and region. Check the table's name and the client's region, or create the table, in development with CreateTableIfNotExists().",
        _ when IsThrottled(exception) =>
            "DynamoDB throttled the call. Raise the table's capacity, or switch it to on-demand billing.",
        AmazonServiceException service => RemedyOfCode(operation, service),
        AmazonClientException =>
            "the SDK could not send the call. Check that credentials and a region are configured for the application.",
        TimeoutException or OperationCanceledException =>
            "it did not answer in time. Check the network path to DynamoDB and the client's timeouts.",
        _ => "it could not be reached. Check the network path to DynamoDB and the client's endpoint.",
    };

    private static string RemedyOfCode(TableOperation operation, AmazonServiceException exception) => exception.ErrorCode switch
    {
        "AccessDeniedException" =>
            $"access was denied. Allow the application's role {operation.Permission} on the table.",
        "UnrecognizedClientException" or "InvalidSignatureException" or "MissingAuthenticationTokenException" or "IncompleteSignatureException"
            or "ExpiredTokenException" or "InvalidClientTokenId" =>
            "the credentials were refused. Check the application's credentials, that they have not expired, and the machine's clock.",
        "ValidationException" =>
            "DynamoDB refused the call as invalid. Check that the table has the key that the options name, a string without a sort key.",
        _ when (int)exception.StatusCode >= 500 =>
            $"DynamoDB answered with status {(int)exception.StatusCode}. It is usually over soon; see the AWS health dashboard if it lasts.",
        _ when exception.InnerException is { } inner && inner is HttpRequestException or IOException or TimeoutException or OperationCanceledException =>
            Remedy(operation, inner),
        _ => $"DynamoDB refused the call ({exception.ErrorCode ?? "no error code"}).",
    };

    private static bool IsThrottled(Exception exception) =>
        exception is ProvisionedThroughputExceededException or RequestLimitExceededException or LimitExceededException
            or AmazonServiceException { ErrorCode: "ThrottlingException" or "ThrottledException" or "ProvisionedThroughputExceededException" or "RequestLimitExceeded" }
        || HasReason(exception, "ThrottlingError", "ProvisionedThroughputExceeded");

    private static bool HasReason(Exception exception, params string[] codes) =>
        exception is TransactionCanceledException { CancellationReasons: { } reasons } && reasons.Exists(reason => codes.Contains(reason.Code));

    /// <summary>Whether somebody else's write was in the way of a transaction, or the other way round.</summary>
    private static bool IsTransactionConflict(Exception exception) =>
        exception is TransactionConflictException or TransactionInProgressException || HasReason(exception, "TransactionConflict");

    /// <summary>A service that says no, for another reason than its load, says it again.</summary>
    private static bool IsTransient(Exception exception) =>
        IsThrottled(exception) || IsTransactionConflict(exception) || exception is not AmazonServiceException { StatusCode: >= (HttpStatusCode)400 and < (HttpStatusCode)500 };

    private static bool IsValidation(Exception exception, string text) =>
        exception is AmazonServiceException { ErrorCode: "ValidationException" } && exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether two good numbers make one that DynamoDB cannot keep. DynamoDB Local has its own words for too many digits.</summary>
    private static bool IsSumOutOfRange(Exception exception) =>
        (IsValidation(exception, "38 significant digits") || IsValidation(exception, "up to 38 digits") || IsValidation(exception, "number with magnitude"))
        && !IsValidation(exception, "ExpressionAttributeValues");

    /// <summary>An answer that could not be parsed is quoted, and a refused number too; either may hold an id or a value.</summary>
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
