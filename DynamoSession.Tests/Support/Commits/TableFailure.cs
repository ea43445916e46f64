using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Commits;

/// <summary>How a table fails.</summary>
internal static class TableFailure
{
    /// <summary>Gets a failure after which the same call may succeed.</summary>
    public static SessionStoreException Transient => new("The table is out of order for a moment.");

    /// <summary>Gets a failure that another attempt does not change.</summary>
    public static SessionStoreException Permanent => new("The table is out of order.") { IsTransient = false };

    /// <summary>Gets a refusal because of too many calls.</summary>
    public static SessionStoreException Throttling => new("The table throttles.") { IsTransient = false, IsThrottled = true };
}
