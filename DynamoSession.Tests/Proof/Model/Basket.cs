namespace DynamoSession.Tests.Proof.Model;

/// <summary>A type of the application, which is stored as a Map.</summary>
internal sealed class Basket
{
    public long Count { get; set; }

    public List<string> Items { get; set; } = [];
}
