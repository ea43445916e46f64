namespace DynamoSession.Core;

/// <summary>The table could not be reached, rejected the call, or did not respond in time. A write may or may not have been applied.</summary>
public sealed class SessionStoreException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on which table, and the remedy. Must not contain an id or a value.</param>
    /// <param name="innerException">The SDK's exception.</param>
    public SessionStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets whether DynamoDB throttled the call.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>Gets whether a retry may succeed. It cannot if access was denied or the table does not exist.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsTransient { get; init; } = true;

    /// <summary>Gets the cause as one of a few values, for telemetry. See <c>docs/telemetry.md</c>.</summary>
    internal string ErrorType
    {
        get => field ?? (IsThrottled ? "throttled" : IsTimeout ? "timeout" : "_OTHER");
        init;
    }

    /// <summary>Gets whether the time limit of the whole operation has passed.</summary>
    internal bool IsTimeout { get; init; }

    /// <summary>Gets whether the role is not allowed to make the call.</summary>
    internal bool IsAccessDenied { get; init; }

    /// <summary>Gets whether the endpoint, an emulator, does not have the operation.</summary>
    internal bool IsOperationUnknown { get; init; }

    /// <summary>Gets whether DynamoDB responded with an item that cannot be read, because it contains text that is not valid Unicode.</summary>
    internal bool IsItemUnreadable { get; init; }
}
