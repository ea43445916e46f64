using System.Diagnostics;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Benchmarks.Starts;

/// <summary>One of the compared programs, published in one way.</summary>
/// <param name="Project">The project's folder, from the root of the repository.</param>
/// <param name="Compilation">How it is compiled.</param>
internal sealed record PublishedProgram(string Project, Compilation Compilation)
{
    private string Name => Path.GetFileName(Project);

    private string Output => Path.Combine(RepositoryFiles.Root, "artifacts", "starts", $"{Name}-{Compilation}");

    /// <summary>Publishes it into artifacts/starts, as examples/Lambda/package does.</summary>
    public async Task PublishAsync()
    {
        string[] options = Compilation switch
        {
            Compilation.Jit => ["--no-self-contained", "-p:PublishAot=false"],
            Compilation.ReadyToRun => ["--no-self-contained", "-p:PublishAot=false", "-p:PublishReadyToRun=true"],
            _ => [],
        };
        var start = new ProcessStartInfo(
            "dotnet",
            ["publish", Project, "--configuration", "Release", "--runtime", "linux-x64", "--artifacts-path", Path.Combine(Output, "build"), "--output", Output, "-p:RunAnalyzers=false", .. options])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Name} could not be published. {output}");
        }
    }

    /// <summary>Starts it, and returns what it takes until the response of its first request, which puts a product into the cart.</summary>
    public async Task<FirstReply> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var program = Path.Combine(Output, Compilation == Compilation.NativeAot ? Name : $"{Name}.dll");
        var info = Compilation == Compilation.NativeAot ? new ProcessStartInfo(program) : new ProcessStartInfo("dotnet", ["exec", program]);
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var start = Stopwatch.GetTimestamp();
        await using var running = await RunningProgram.StartAsync(info);
        using var http = new HttpClient { BaseAddress = running.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/cart/tea");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var response = await http.SendAsync(request);
        var elapsed = Stopwatch.GetElapsedTime(start);
        using var process = Process.GetProcessById(running.Id);
        var processor = process.TotalProcessorTime;
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? new(elapsed.TotalMilliseconds, processor.TotalMilliseconds)
            : throw new InvalidDataException($"{Name} has answered {response.StatusCode}: {body}. {running.Output}");
    }
}
