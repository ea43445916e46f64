namespace DynamoSession.Tests.Support.Compilation;

/// <summary>Tests that build whole projects do not slow down the others.</summary>
public sealed class DotnetCommandTests
{
    [TestCase("build")]
    [TestCase("publish")]
    [TestCase("run")]
    public void A_test_outside_the_category_cannot_build(string command) =>
        Assert.That(() => DotnetCommand.StartInfo(".", "dotnet", command), Throws.InvalidOperationException.With.Message.Contains($"'dotnet {command}' has [Category"));

    [Test]
    [Category(DotnetCommand.Category)]
    public void A_test_in_the_category_can_build() => Assert.That(DotnetCommand.StartInfo(".", "dotnet", "build").FileName, Is.EqualTo("dotnet"));

    [TestCase("dotnet", "exec")]
    [TestCase("node", "build")]
    public void Any_test_can_run_a_program(string file, string argument) => Assert.That(DotnetCommand.StartInfo(".", file, argument).FileName, Is.EqualTo(file));
}
