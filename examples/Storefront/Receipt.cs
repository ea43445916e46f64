namespace Storefront;

/// <summary>What the session keeps of the last order, for its confirmation page.</summary>
public sealed record Receipt(string Number, int Items, decimal Total);
