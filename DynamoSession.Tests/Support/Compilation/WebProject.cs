using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoSession.Tests.Support.Compilation;

/// <summary>Compiles an application that uses our packages as `dotnet new web` sets it up: implicit usings, nullable references, warnings as errors.</summary>
internal static class WebProject
{
    // What Microsoft.NET.Sdk.Web adds to a project with ImplicitUsings.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    /// <summary>Returns the compiler's errors and warnings; empty when the files compile.</summary>
    public static IReadOnlyList<string> Diagnose(params string[] files) =>
    [
        .. Compile(files).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString()),
    ];

    /// <summary>Compiles the files and loads what comes out. The test fails when they do not compile.</summary>
    public static Assembly Load(params string[] files)
    {
        Assert.That(Diagnose(files), Is.Empty);

        using var output = new MemoryStream();
        var result = Compile(files).Emit(output);
        Assert.That(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
        return Assembly.Load(output.ToArray());
    }

    /// <summary>Returns what the compiler knows of a file that is compiled together with others.</summary>
    public static SemanticModel ModelOf(string file, params string[] others)
    {
        var compilation = Compile([file, .. others]);

        // After the implicit usings.
        return compilation.GetSemanticModel(compilation.SyntaxTrees[1]);
    }

    private static CSharpCompilation Compile(string[] files) => CSharpCompilation.Create(
        $"App{Guid.NewGuid():N}",
        [.. files.Prepend(ImplicitUsings).Select((text, index) => CSharpSyntaxTree.ParseText(text, Parsing, $"File{index}.cs"))],
        References.Value,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
