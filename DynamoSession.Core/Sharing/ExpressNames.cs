namespace DynamoSession.Core.Sharing;

/// <summary>The names inside a session that belong to Express and its stores.</summary>
internal static class ExpressNames
{
    public const string Cookie = "cookie";
    public const string Expires = "expires";
    public const string OriginalMaxAge = "originalMaxAge";
    public const string LastModified = "lastModified";

    // Express writes over the first, and cannot have fields of the others, which are members of its session object.
    public static IReadOnlyList<string> OfSession { get; } =
        [Cookie, "id", "req", "save", "touch", "reload", "destroy", "regenerate", "resetMaxAge", "constructor", "toString", "__proto__"];

    private static readonly HashSet<string> Reserved = [.. OfSession, LastModified];

    public static bool IsReserved(string name) => Reserved.Contains(name);
}
