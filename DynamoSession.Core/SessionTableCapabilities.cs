namespace DynamoSession.Core;

/// <summary>Gets capabilities that an operation requires.</summary>
internal static class SessionTableCapabilities
{
    /// <exception cref="InvalidOperationException">The table does not have the capability.</exception>
    public static ISessionLeaseTable RequireLeases(this ISessionTable table) =>
        table.GetCapability<ISessionLeaseTable>() ?? throw Missing(table, "exclusive sessions (SessionConcurrency.Exclusive)");

    /// <exception cref="InvalidOperationException">The table does not have the capability.</exception>
    public static ISessionOriginTable RequireOrigins(this ISessionTable table) =>
        table.GetCapability<ISessionOriginTable>() ?? throw Missing(table, "legacy sessions");

    /// <exception cref="InvalidOperationException">The table does not have the capability.</exception>
    public static ISessionUserTable RequireUsers(this ISessionTable table) =>
        table.GetCapability<ISessionUserTable>() ?? throw Missing(table, "checks of revocations (RevocationCheck)");

    private static InvalidOperationException Missing(ISessionTable table, string what) => new(
        $"The session table is a {table.GetType()}, which does not support {what}. Use another table, or derive the one that wraps it from DelegatingSessionTable.");
}
