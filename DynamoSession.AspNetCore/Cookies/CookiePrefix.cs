namespace DynamoSession.AspNetCore.Cookies;

/// <summary>The name prefixes that make browsers enforce a cookie's attributes.</summary>
/// <seealso href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-cookie-name-prefixes">Cookie name prefixes</seealso>
internal static class CookiePrefix
{
    public const string Host = "__Host-";
    public const string Secure = "__Secure-";

    /// <summary>Returns the name without a prefix, which browsers accept without Secure.</summary>
    public static string Strip(string name) =>
        name.StartsWith(Host, StringComparison.OrdinalIgnoreCase) ? name[Host.Length..]
        : name.StartsWith(Secure, StringComparison.OrdinalIgnoreCase) ? name[Secure.Length..]
        : name;
}
