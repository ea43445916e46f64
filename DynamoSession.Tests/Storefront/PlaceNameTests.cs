using global::Storefront;

namespace DynamoSession.Tests.Storefront;

[TestFixture]
public sealed class PlaceNameTests
{
    [TestCase("Berlin", "Germany", "Berlin, Germany")]
    [TestCase("Berlin", null, "Berlin")]
    [TestCase(null, "Germany", "Germany")]
    [TestCase("", "Germany", "Germany")]
    [TestCase(" ", " ", null)]
    [TestCase(null, null, null)]
    [TestCase("Singapore", "Singapore", "Singapore")]
    [TestCase("S%C3%A3o%20Paulo", "Brazil", "São Paulo, Brazil")]
    [TestCase("K%C3ln", null, "K%C3ln")]
    public void A_place_is_named_by_what_the_CDN_knows(string? city, string? country, string? place)
    {
        Assert.That(PlaceName.From(city, country), Is.EqualTo(place));
    }
}
