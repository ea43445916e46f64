namespace DynamoSession.Tests.Architecture.Graph;

public sealed class DependencyGraphTests
{
    [Test]
    public void Chains_and_diamonds_are_not_circles()
    {
        var graph = GraphOf("a b", "b d", "a c", "c d", "d d");

        Assert.That(graph.FindCircles(), Is.Empty);
    }

    [Test]
    public void A_circle_is_shown_by_its_shortest_way_and_all_its_members()
    {
        var graph = GraphOf("in a", "a b", "b c", "c d", "d a", "c b", "d out");

        var circle = graph.FindCircles().Single();

        Assert.That(circle.Members, Is.EqualTo(new[] { "a", "b", "c", "d" }));
        Assert.That(
            Circle.Describe(circle.ShortestWay).Split(Environment.NewLine),
            Is.EqualTo(new[] { "b → c → b", "    b → c: because of b c", "    c → b: because of c b" }));
        Assert.That(circle.Ways["d"].Select(step => step.From), Is.EqualTo(new[] { "d", "a", "b", "c" }));
    }

    [Test]
    public void Separate_circles_are_told_apart()
    {
        var graph = GraphOf("a b", "b a", "b x", "x y", "y z", "z x");

        Assert.That(graph.FindCircles().Select(circle => string.Concat(circle.Members)), Is.EqualTo(new[] { "ab", "xyz" }));
    }

    [Test]
    public void Files_without_a_circle_may_make_one_of_their_folders()
    {
        var graph = GraphOf("one/a two/b", "two/c one/d");

        Assert.That(graph.FindCircles(), Is.Empty);
        Assert.That(
            graph.GroupBy(House.FolderOf).FindCircles().Single().ShortestWay.Select(step => step.Reason),
            Is.EqualTo(new[] { "one/a: because of one/a two/b", "two/c: because of two/c one/d" }));
    }

    [TestCase("low/a high/b", "low/a → high/b")]
    [TestCase("high/b low/a", null)]
    [TestCase("high/b high/c", null)]
    [TestCase("high/b low/inner/d", "high/b → low/inner/d")]
    [TestCase("high/deep/e low/a", null)]
    [TestCase("high/b forgotten/f", "high/b → forgotten/f")]
    public void Every_direction_that_is_not_allowed_is_a_violation(string edge, string? violation)
    {
        (string, string[])[] rules = [("low/*", []), ("low/inner/**", ["low/*"]), ("forgotten/**", []), ("high/**", ["low/*"])];

        var found = HouseRules.Violations(GraphOf(edge), rules).Select(each => $"{each.From} → {each.To}");

        Assert.That(found, Is.EqualTo(violation is null ? [] : new[] { violation }));
    }

    [Test]
    public void A_file_without_a_rule_is_a_violation()
    {
        var found = HouseRules.Violations(GraphOf("low/a new/b"), [("low/**", ["new/**"])]);

        Assert.That(found.Select(each => each.From), Is.EqualTo(new[] { "new/b" }));
    }

    private static DependencyGraph GraphOf(params string[] edges)
    {
        var graph = new DependencyGraph();
        foreach (var edge in edges)
        {
            graph.Add(edge.Split(' ')[0], edge.Split(' ')[1], $"because of {edge}");
        }

        return graph;
    }
}
