namespace Storefront;

/// <summary>
/// Names the place that a request comes from, by the headers that Amazon CloudFront adds if its origin request policy says so. Other CDNs have
/// similar ones. The demonstration has no database of addresses: without a CDN, it doesn't know the place.
/// </summary>
/// <remarks>A browser that reaches the application past the CDN can send these headers itself, so the place is a hint, never a proof.</remarks>
internal static class PlaceName
{
    public const string CityHeader = "CloudFront-Viewer-City";

    public const string CountryHeader = "CloudFront-Viewer-Country-Name";

    /// <param name="city">The value of <see cref="CityHeader"/>, if there is one.</param>
    /// <param name="country">The value of <see cref="CountryHeader"/>, if there is one.</param>
    /// <returns>"Berlin, Germany", or the one that is known; null if neither is.</returns>
    public static string? From(string? city, string? country)
    {
        // CloudFront percent-encodes what is not ASCII.
        var known = new[] { city, country }.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => Uri.UnescapeDataString(name!)).Distinct();
        var place = string.Join(", ", known);
        return place.Length == 0 ? null : place;
    }
}
