namespace DynamoSession.Tests.Aot.App;

/// <summary>An application's own type, of which the source-generated context has the metadata.</summary>
internal sealed record Order(
    Guid Number,
    Delivery Delivery,
    Extras? Extras,
    DateTimeOffset PlacedAt,
    decimal Total,
    IReadOnlyList<OrderLine> Lines,
    Dictionary<Delivery, TimeSpan> Durations,
    HashSet<Extras> Offered,
    byte[] Signature,
    Uri? Invoice);
