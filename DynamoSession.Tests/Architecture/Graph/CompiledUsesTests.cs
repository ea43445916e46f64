using Mono.Cecil;

namespace DynamoSession.Tests.Architecture.Graph;

public sealed class CompiledUsesTests
{
    private static readonly TypeDefinition[] Samples =
    [
        .. AssemblyDefinition.ReadAssembly(typeof(SampleUses).Assembly.Location, new ReaderParameters { InMemory = true })
            .MainModule.GetType(typeof(SampleUses).FullName).NestedTypes.Where(type => !type.Name.StartsWith('<')),
    ];

    private static IEnumerable<string> Ways =>
        Samples.Select(type => type.Name).Where(name => name.StartsWith("By", StringComparison.Ordinal) && name != nameof(SampleUses.ByNothing));

    [TestCaseSource(nameof(Ways))]
    public void A_use_is_found(string way) =>
        Assert.That(Uses().Select(use => (use.From, use.To)), Does.Contain((way, nameof(SampleUses.Target))));

    [Test]
    public void A_member_with_a_type_s_name_is_not_a_use_of_it() =>
        Assert.That(Uses().Where(use => use.From == nameof(SampleUses.ByNothing)), Is.Empty);

    [TestCase(nameof(SampleUses.ByLambda), "ByLambda.Get")]
    [TestCase(nameof(SampleUses.ByAsync), "ByAsync.GetAsync")]
    [TestCase(nameof(SampleUses.ByIterator), "ByIterator.All")]
    [TestCase(nameof(SampleUses.ByLocalFunction), "ByLocalFunction.Get")]
    [TestCase(nameof(SampleUses.ByNested), "ByNested.Inner.Get")]
    public void What_the_compiler_makes_of_a_member_is_shown_as_that_member(string way, string member) =>
        Assert.That(Uses().Where(use => use.From == way).Select(use => use.Reason), Has.Some.Contains($"{member} uses ").And.Some.Contains("Target.Create"));

    [Test]
    public void A_circle_that_no_signature_shows_is_found()
    {
        var graph = new DependencyGraph();
        foreach (var (from, to, reason) in Uses())
        {
            graph.Add(from, to, reason);
        }

        Assert.That(graph.FindCircles().Single().Members, Is.EqualTo(new[] { nameof(SampleUses.Ping), nameof(SampleUses.Pong) }));
    }

    [TestCase("x = Constants.Most;", true)]
    [TestCase("x = SampleUses.Constants.Most;", true)]
    [TestCase("throw new ArgumentException(nameof(Constants.Least));", true)]
    [TestCase("x = Constants.Least;", false, Description = "Found in the compiled code.")]
    [TestCase("/// <see cref=\"Constants.Most\"/>", false)]
    [TestCase("x = MyConstants.Most;", false)]
    public void A_constant_is_found_in_the_source(string line, bool isUse)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cs");
        File.WriteAllText(file, line);
        var found = new List<string>();

        try
        {
            SourceConstants.Read(
                Samples, type => type.Name == nameof(SampleUses.Ping) ? [file] : [], (from, _, to, _) => found.Add($"{from.Name} {to.Name}"));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(found, Is.EqualTo(isUse ? new[] { "Ping Constants" } : []));
    }

    private static List<Dependency> Uses()
    {
        var uses = new List<Dependency>();
        CompiledUses.Read(Samples, (from, member, to, what) => uses.Add(new Dependency(from.Name, to.Name, $"{member} uses {what}")));
        return uses;
    }
}
