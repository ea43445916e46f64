namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>An object whose encoding differs at every look, as one with a property that is computed from the clock.</summary>
internal sealed class Restless
{
    private int _looks;

    public List<string> Items { get; set; } = [];

    public int Look => ++_looks;

    public Guid Id => _looks < 0 ? Guid.Empty : Guid.NewGuid();
}
