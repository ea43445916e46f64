namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>A type of the application.</summary>
public sealed class Cart
{
    public List<string> Items { get; set; } = [];
}
