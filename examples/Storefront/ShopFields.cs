using DynamoSession.Core;

namespace Storefront;

/// <summary>The fields of the shop's session: each name is written once and has one type.</summary>
internal static class ShopFields
{
    public static readonly SessionField<int> Visits = new("visits");

    public static readonly SessionField<Cart> Cart = new("cart", defaultValue: Storefront.Cart.Empty);

    public static readonly SessionField<IReadOnlyList<string>> RecentlyViewed = new("recentlyViewed", defaultValue: []);

    /// <summary>The number that the next order will have, from when its customer goes to the checkout until it is placed.</summary>
    public static readonly SessionField<string?> OrderNumber = new("orderNumber");

    public static readonly SessionField<Receipt?> Receipt = new("receipt");
}
