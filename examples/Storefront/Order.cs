namespace Storefront;

/// <summary>An order that was placed.</summary>
internal sealed record Order(string Number, Cart Items, DeliveryAddress Address);
