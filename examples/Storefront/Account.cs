namespace Storefront;

/// <param name="Id">Identifies the person for good, also if the name changes. Sessions are bound to it.</param>
/// <param name="Name">What the person signs in with, and is greeted by.</param>
public sealed record Account(string Id, string Name);
