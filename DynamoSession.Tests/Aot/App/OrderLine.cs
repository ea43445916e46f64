namespace DynamoSession.Tests.Aot.App;

internal sealed record OrderLine(string Sku, int Quantity);
