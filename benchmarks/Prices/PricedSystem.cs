using DynamoSession.Benchmarks.Applications;
using DynamoSession.Core;

namespace DynamoSession.Benchmarks.Prices;

/// <summary>One way of keeping sessions in DynamoDB, as it is set up.</summary>
internal sealed record PricedSystem(string Name, SessionKind Kind, SessionConsistency Consistency, TimeSpan? TouchAfter)
{
    // The default of DynamoSession and of Microsoft's session.
    private static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(20);

    public static IEnumerable<PricedSystem> All { get; } =
    [
        .. from consistency in new[] { SessionConsistency.Eventual, SessionConsistency.ReadYourWrites, SessionConsistency.Strong }
           from minutes in new[] { 2, 5, 10, 20 }
           select new PricedSystem($"DynamoSession, {consistency}", SessionKind.DynamoSession, consistency, TimeSpan.FromMinutes(minutes)),
        new("Microsoft's session, with the calls of AWS's provider", SessionKind.MicrosoftOnDynamoDb, SessionConsistency.Strong, null),
        new("Express, @pwrdrvr/dynamodb-session-store, eventually consistent", SessionKind.ExpressPwrDrvr, SessionConsistency.Eventual, null),
        new("Express, connect-dynamodb", SessionKind.ExpressConnectDynamoDb, SessionConsistency.Strong, null),
    ];

    /// <summary>Gets the idle timeout, of which <see cref="TouchAfter"/> is at most a half.</summary>
    public TimeSpan IdleTimeout => TouchAfter is { } touchAfter && touchAfter * 2 > DefaultIdleTimeout ? touchAfter * 2 : DefaultIdleTimeout;

    public ApplicationSettings Settings(string table) => new() { Table = table, IdleTimeout = IdleTimeout, TouchAfter = TouchAfter, Consistency = Consistency };
}
