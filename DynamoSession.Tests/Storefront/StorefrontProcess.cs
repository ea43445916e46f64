using System.Diagnostics;
using System.Text;
using DynamoSession.Tests.Docs;

namespace DynamoSession.Tests.Storefront;

/// <summary>The built example, running as <c>dotnet run</c> would run it, on a port that the system chooses.</summary>
internal sealed class StorefrontProcess : IDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StorefrontProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("Storefront has ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address => _address.Task.Result;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="environment">What to set besides: where sessions are kept, for example.</param>
    public static async Task<StorefrontProcess> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", PathOfDll()])
        {
            WorkingDirectory = Path.Combine(RepositoryFiles.Root, "examples", "Storefront"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("DynamoSession__", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var storefront = new StorefrontProcess(start);
        try
        {
            await storefront._address.Task.WaitAsync(StartLimit);
            return storefront;
        }
        catch (Exception exception)
        {
            storefront.Dispose();
            throw new InvalidOperationException($"Storefront did not start. It said: {storefront.Output}", exception);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string PathOfDll()
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(RepositoryFiles.Root, "examples", "Storefront", "bin", output.Parent!.Name, output.Name, "Storefront.dll");
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var start)
        {
            _address.TrySetResult(new Uri(line[(start + Listening.Length)..].Trim()));
        }
    }
}
