using System.Reflection;
using DynamoSession.AspNetCore;
using DynamoSession.Core;

namespace DynamoSession.Tests.Architecture;

/// <summary>What others compile against, written down, so that no change of it goes unnoticed.</summary>
public sealed class PublicApiTests
{
    private static IEnumerable<Assembly> Libraries() => [typeof(ISessionTable).Assembly, typeof(IDynamoSession).Assembly];

    [TestCaseSource(nameof(Libraries))]
    public void The_public_surface_is_the_one_that_is_written_down(Assembly library)
    {
        var file = $"{library.GetName().Name}.txt";
        var directory = Path.Combine(TestContext.CurrentContext.TestDirectory, "PublicApi");
        var actual = PublicApi.Describe(library);
        var written = File.Exists(Path.Combine(directory, file)) ? File.ReadAllLines(Path.Combine(directory, file)) : [];
        var accepted = Path.Combine(Directory.CreateDirectory(directory).FullName, $"actual-{file}");
        File.WriteAllLines(accepted, actual);

        Assert.That(
            actual,
            Is.EqualTo(written),
            $"The public surface has changed. If that is meant, copy {accepted} over DynamoSession.Tests/PublicApi/{file}, "
            + "in a commit of its own with its line in CHANGELOG.md.");
    }
}
