namespace DynamoSession.Tests.AspNetCore.Extensions;

internal sealed record Line(string Sku, int Quantity);
