using System.Reflection;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Docs;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Nothing in the packages depends on itself in a circle, and data goes one way.</summary>
public sealed class HouseTests
{
    private static readonly Lazy<House> Shipped = new(() => House.Read(new[] { typeof(ISessionTable).Assembly, typeof(IDynamoSession).Assembly }.Select(Place)));

    [OneTimeSetUp]
    public void Print()
    {
        var report = Path.Combine(TestContext.CurrentContext.TestDirectory, "graph.txt");
        File.WriteAllText(report, HouseReport.Of(Shipped.Value));
    }

    [Test]
    public void Files_form_no_circle()
    {
        var circles = Shipped.Value.Files.GroupBy(HouseRules.WrapperOf).FindCircles();

        Assert.That(Describe(circles), Is.Empty);
    }

    [Test]
    public void Rooms_form_no_circle()
    {
        var circles = Shipped.Value.Rooms.FindCircles();

        Assert.That(Describe(circles), Is.Empty);
    }

    [Test]
    public void Each_file_uses_only_what_its_rule_of_direction_allows()
    {
        var violations = HouseRules.Violations(Shipped.Value.Files, HouseRules.Directions);

        Assert.That(violations.Select(edge => $"{edge.From} → {edge.To}: {edge.Reason}"), Is.Empty);
    }

    [Test]
    public void A_wrapper_is_exempt_only_while_its_types_form_a_circle()
    {
        var circles = Shipped.Value.Files.FindCircles().Select(circle => circle.Members.Select(file => file.Split('/')[^1]).ToHashSet()).ToArray();

        var notNeeded = HouseRules.Wrappers.SelectMany(wrapper => wrapper.Types.Where(type => !circles.Any(circle => circle.Contains(type))));

        Assert.That(notNeeded, Is.Empty, "These are not in a circle now. Delete them from HouseRules.Wrappers.");
    }

    private static IEnumerable<string> Describe(IEnumerable<Circle> circles) =>
        circles.SelectMany(circle => circle.Members.Select(member => $"{member}: {Circle.Describe(circle.Ways[member])}"));

    private static (string Assembly, string Project) Place(Assembly assembly) =>
        (assembly.Location, Path.Combine(RepositoryFiles.Root, assembly.GetName().Name!));
}
