using DynamoSession.Core;

namespace ExpressSideBySide;

/// <summary>The fields of the session, with the names and the JSON that Express has given them.</summary>
internal static class ShopFields
{
    /// <summary><c>req.session.user</c>.</summary>
    public static readonly SessionField<string?> User = new("user");

    /// <summary><c>req.session.cart</c>: how many of each product.</summary>
    public static readonly SessionField<Dictionary<string, int>> Cart = new("cart", defaultValue: []);
}
