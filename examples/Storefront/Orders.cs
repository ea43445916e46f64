using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Storefront;

/// <summary>The orders of the demonstration, in memory. A real application keeps them in its database, with the number as their key.</summary>
internal sealed class Orders(ILogger<Orders> logger)
{
    // Without those that are easily mistaken for another, such as 0 and O.
    private const string Characters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private readonly ConcurrentDictionary<string, Order> _orders = new();

    public static string NewNumber() => RandomNumberGenerator.GetString(Characters, 8);

    /// <summary>Places an order. If there is one with this number already, it stays as it is.</summary>
    /// <returns>The order with this number.</returns>
    public Order Place(Order order)
    {
        if (_orders.TryAdd(order.Number, order))
        {
            logger.OrderPlaced(order.Number, order.Items.Count);
        }

        return _orders[order.Number];
    }
}
