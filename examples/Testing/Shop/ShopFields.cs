using DynamoSession.Core;

namespace Shop;

/// <summary>The fields of the shop's session.</summary>
public static class ShopFields
{
    public static readonly SessionField<Cart> Cart = new("cart", defaultValue: Shop.Cart.Empty);

    public static readonly SessionField<int> Orders = new("orders");

    public static readonly SessionField<int> Points = new("points");
}
