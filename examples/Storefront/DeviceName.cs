namespace Storefront;

/// <summary>
/// Names a device, such as "Firefox on Linux", by what its browser says it is: enough for people to recognize their own. Only words from
/// these lists are returned, whatever the header contains.
/// </summary>
internal static class DeviceName
{
    // The first match counts. Nearly all of them also claim to be Chrome, and Chrome claims to be Safari.
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    // Android also says Linux. An iPad that requests desktop sites can't be told from a Mac.
    private static readonly (string Token, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];

    public static string From(string? userAgent)
    {
        var browser = Find(Browsers, userAgent) ?? "Unknown browser";
        return Find(Systems, userAgent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Find((string Token, string Name)[] names, string? userAgent) =>
        names.FirstOrDefault(name => userAgent?.Contains(name.Token, StringComparison.Ordinal) == true).Name;
}
