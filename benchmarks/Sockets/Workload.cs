using DynamoSession.Benchmarks.Ratios;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>What the visitors of an application do, over and over.</summary>
internal sealed record Workload(string Name, IReadOnlyList<RequestKind> Requests)
{
    /// <summary>Gets the workload that is nearest to a site: nine pages read one field, the tenth changes one.</summary>
    public static Workload Browse { get; } = new("browse", [.. Enumerable.Repeat(RequestKind.OneField, 9), RequestKind.Change]);

    public static IReadOnlyList<Workload> All { get; } =
    [
        Browse,
        new("one field read", [RequestKind.OneField]),
        new("three fields read", [RequestKind.ThreeFields]),
        new("the cart read", [RequestKind.Cart]),
        new("one field changed", [RequestKind.Change]),
        new("session not used", [RequestKind.Unused]),
        new("no cookie", [RequestKind.NoCookie]),
        new("junk cookie", [RequestKind.JunkCookie]),
    ];
}
