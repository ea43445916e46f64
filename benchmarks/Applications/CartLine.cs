namespace DynamoSession.Benchmarks.Applications;

/// <summary>One of the objects in a session.</summary>
internal sealed record CartLine(string Product, string Title, int Quantity, decimal Price);
