using DynamoSession.Core;

namespace DynamoSession.Tests;

/// <summary>Calls a table's optional capabilities as if every table had them; one without fails the test.</summary>
internal static class TableCapabilities
{
    public static Task<SessionLoadResult> AcquireAsync(this ISessionTable table, SessionLease lease, CancellationToken cancellationToken) =>
        table.RequireLeases().AcquireAsync(lease, cancellationToken);

    public static Task ReleaseAsync(this ISessionTable table, SessionLease lease, CancellationToken cancellationToken) =>
        table.RequireLeases().ReleaseAsync(lease, cancellationToken);

    public static Task<SessionWriteStatus> DetachOriginAsync(this ISessionTable table, string id, CancellationToken cancellationToken) =>
        table.RequireOrigins().DetachOriginAsync(id, cancellationToken);
}
