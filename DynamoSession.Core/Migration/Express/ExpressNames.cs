namespace DynamoSession.Core.Migration.Express;

/// <summary>The names in a session that Express and its stores use internally.</summary>
internal static class ExpressNames
{
    public const string Cookie = "cookie";
    public const string Expires = "expires";
    public const string OriginalMaxAge = "originalMaxAge";
    public const string LastModified = "lastModified";

    // Express overwrites the first. The others are members of its session object, so it cannot have fields with these names.
    public static IReadOnlyList<string> SessionMembers { get; } =
        [Cookie, "id", "req", "save", "touch", "reload", "destroy", "regenerate", "resetMaxAge", "constructor", "toString", "__proto__"];

    private static readonly HashSet<string> Reserved = [.. SessionMembers, LastModified];

    public static bool IsReserved(string name) => Reserved.Contains(name);
}
