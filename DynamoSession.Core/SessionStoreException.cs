namespace DynamoSession.Core;

/// <summary>The table could not be reached, refused the call, or did not answer in time. A write may or may not have been applied.</summary>
public sealed class SessionStoreException : SessionException
{
    /// <summary>Describes a failure of the table.</summary>
    /// <param name="message">What failed, on which table, and the remedy; never an id or a value.</param>
    /// <param name="innerException">The failure as the SDK reported it.</param>
    public SessionStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets whether DynamoDB refused the call because there are too many.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>Gets whether trying again may help. It does not where the call was denied, or the table does not exist.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsTransient { get; init; } = true;
}
