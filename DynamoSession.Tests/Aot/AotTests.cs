using System.Runtime.InteropServices;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Aot.App;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Aot;

/// <summary>
/// DynamoSession.AotApp, run without reflection in System.Text.Json and as a native program: both store every row of the table of types as
/// the tests' own process does, which has reflection and needs no context.
/// </summary>
[TestFixture]
public sealed class AotTests
{
    private static readonly string Project = Path.Combine(RepositoryFiles.Root, "DynamoSession.Tests", "Aot", "App");

    private Task<string>? _native;

    private static TypeTable Expected => new(new SessionFieldCodec(SessionFieldCodec.CreateDefaultOptions()));

    [Test]
    public async Task Without_reflection_the_same_bytes_are_stored()
    {
        Assert.That(await RunBuiltAsync("encode"), Is.EqualTo(Expected.Encode()));
    }

    [Test]
    public async Task Without_reflection_enums_are_read_alike()
    {
        Assert.That(await RunBuiltAsync("decode"), Is.EqualTo(Expected.Decode()));
    }

    [Test]
    public async Task Without_reflection_a_type_that_no_context_knows_is_named_with_its_field()
    {
        var message = await RunBuiltAsync("complain");

        Assert.That(message.Single(), Does.Contain("'basket'").And.Contain("[JsonSerializable(typeof(Stack<Order>))]").And.Contain("TypeInfoResolverChain.Insert(0, "));
    }

    [Test]
    [Category(DotnetCommand.Category)]
    public async Task A_native_program_stores_the_same_bytes()
    {
        Assert.That(await RunNativeAsync("encode"), Is.EqualTo(Expected.Encode()));
    }

    [Test]
    [Category(DotnetCommand.Category)]
    public async Task A_native_program_reads_enums_alike()
    {
        Assert.That(await RunNativeAsync("decode"), Is.EqualTo(Expected.Decode()));
    }

    [Test]
    public void Every_value_of_the_table_is_read_as_it_was_written()
    {
        Assert.That(Expected.Encode(), Has.Count.GreaterThan(50).And.All.EndsWith("\tTrue"));
    }

    private static Task<string[]> RunBuiltAsync(string command)
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var dll = Path.Combine(Project, "bin", output.Parent!.Name, output.Name, "DynamoSession.AotApp.dll");
        return RunAsync("dotnet", "exec", dll, command);
    }

    private async Task<string[]> RunNativeAsync(string command) => await RunAsync(await (_native ??= PublishAsync()), command);

    private static async Task<string[]> RunAsync(string file, params string[] arguments) =>
        (await DotnetCommand.RunAsync(Project, file, arguments)).TrimEnd('\n').Split('\n');

    /// <summary>Compiles the program ahead of time, without a warning of the trimmer or the compiler.</summary>
    private static async Task<string> PublishAsync()
    {
        NativeLinker.Require();
        var artifacts = Path.Combine(AppContext.BaseDirectory, "aot");
        await DotnetCommand.RunAsync(
            Project,
            "dotnet",
            "publish",
            "--configuration",
            "Release",
            "--runtime",
            RuntimeInformation.RuntimeIdentifier,
            "--artifacts-path",
            artifacts,
            "--output",
            Path.Combine(artifacts, "native"),
            "-warnaserror",
            "-p:TrimmerSingleWarn=false",
            "-p:RunAnalyzers=false");
        return Path.Combine(artifacts, "native", OperatingSystem.IsWindows() ? "DynamoSession.AotApp.exe" : "DynamoSession.AotApp");
    }
}
