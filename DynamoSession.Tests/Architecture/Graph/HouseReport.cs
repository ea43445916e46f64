using System.Text;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>The graphs as text, to compare two versions of the code.</summary>
internal static class HouseReport
{
    public static string Of(House house)
    {
        var text = new StringBuilder();
        Graph($"Files ({house.Files.Nodes.Count}; a wrapper counts as one)", house.Files.GroupBy(HouseRules.WrapperOf));
        Graph("Rooms (folders without folders below; files of other folders by themselves)", house.Rooms);
        Graph("Folders (with the public types at their roots)", house.Folders);
        var violations = HouseRules.Violations(house.Files, HouseRules.Directions).ToArray();
        text.AppendLine($"## Uses against the rules of direction: {violations.Length}").AppendLine();
        foreach (var (from, to, reason) in violations)
        {
            text.AppendLine($"{from} → {to}: {reason}");
        }

        text.AppendLine().AppendLine("## Folders, and what they use").AppendLine();
        foreach (var folder in house.Folders.Nodes)
        {
            text.AppendLine($"{folder} → {string.Join(", ", house.Folders.Edges.Where(edge => edge.From == folder).Select(edge => edge.To))}");
        }

        return text.ToString();

        void Graph(string title, DependencyGraph graph)
        {
            var circles = graph.FindCircles();
            text.AppendLine($"## {title}: {graph.Nodes.Count}, {graph.Edges.Count()} uses between them, {circles.Count} circles with {circles.Sum(circle => circle.Members.Count)} members").AppendLine();
            foreach (var circle in circles)
            {
                text.AppendLine($"{circle.Members.Count} members: {string.Join(", ", circle.Members)}").AppendLine($"  {Circle.Describe(circle.ShortestWay)}").AppendLine();
            }
        }
    }
}
