namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Nodes that all reach each other.</summary>
/// <param name="Members">All of them, sorted.</param>
/// <param name="Ways">For each member the shortest way from it back to it.</param>
internal sealed record Circle(IReadOnlyList<string> Members, IReadOnlyDictionary<string, IReadOnlyList<Dependency>> Ways)
{
    public IReadOnlyList<Dependency> ShortestWay { get; } = Members.Select(member => Ways[member]).MinBy(way => way.Count)!;

    /// <summary>Returns <c>A → B → A</c>, and below it the reason of each step.</summary>
    public static string Describe(IReadOnlyList<Dependency> way)
    {
        var around = string.Join(" → ", way.Select(step => step.From).Append(way[0].From));
        return string.Join(Environment.NewLine, way.Select(step => $"    {step.From} → {step.To}: {step.Reason}").Prepend(around));
    }
}
