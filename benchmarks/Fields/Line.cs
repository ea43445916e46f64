namespace DynamoSession.Benchmarks.Fields;

/// <summary>A record as applications keep it in sessions.</summary>
public sealed record Line(string Article, int Quantity, decimal Price, DateTimeOffset AddedAt);
