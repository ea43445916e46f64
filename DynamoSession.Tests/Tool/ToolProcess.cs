using System.Diagnostics;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Tool;

/// <summary>The built examples/SessionTool, running as a process of its own against the engine of the tests.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ToolProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public static async Task<ToolProcess> StartAsync(string? migrationKey, params string[] arguments)
    {
        var endpoint = (await TestEngine.ClientAsync()).Config.ServiceURL;
        return Start(migrationKey, endpoint, arguments);
    }

    /// <summary>Starts it with more variables in its environment.</summary>
    public static ToolProcess Start(string endpoint, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(migrationKey: null, endpoint, arguments, environment);

    private static ToolProcess Start(string? migrationKey, string? endpoint, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tool = Path.Combine(RepositoryFiles.Root, "examples", "SessionTool", "bin", output.Parent!.Name, output.Name, "dynamosession.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tool, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("AWS_ENDPOINT_URL_DYNAMODB");
        if (endpoint is not null)
        {
            start.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = endpoint;
        }

        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = "DynamoSessionTests";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "none";
        start.Environment["DYNAMOSESSION_MIGRATION_KEY"] = migrationKey ?? "";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(start);
    }

    /// <summary>Starts it without an endpoint in the environment.</summary>
    public static ToolProcess StartWithoutEndpoint(string? migrationKey, params string[] arguments) => Start(migrationKey, endpoint: null, arguments);

    public void Send(string input)
    {
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    public async Task<(int ExitCode, string Output, string Errors)> WaitAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
