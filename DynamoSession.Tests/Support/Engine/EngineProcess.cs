using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>A DynamoDB Local of our own, in memory, on a free port.</summary>
internal sealed class EngineProcess : IDisposable
{
    // The shell ends Java when our end of its standard input closes, which happens however this process ends. Windows has no
    // such shell: a killed test run leaves Java behind there.
    private const string EndWithParent = """exec 3<&0; "$@" </dev/null & java=$!; (cat <&3 >/dev/null; kill "$java" 2>/dev/null) & wait "$java" """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private EngineProcess(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Endpoint { get; }

    /// <param name="isBrief">Whether it runs for minutes only: then the second compiler takes longer than what it compiles.</param>
    /// <exception cref="EngineUnavailableException">Java or npm is missing, or there is no network.</exception>
    public static async Task<EngineProcess> StartAsync(bool isBrief)
    {
        await EngineCommand.RunAsync("java", Path.GetTempPath(), "-version");
        var directory = await EngineFiles.FindOrFetchAsync();
        var port = FreePort();
        string[] java =
        [
            // A parallel collector would have no processor to itself.
            "java", "-Xmx512m", "-XX:+UseSerialGC", .. isBrief ? ["-XX:TieredStopAtLevel=1"] : Array.Empty<string>(), "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar",
            "-inMemory", "-port", port.ToString(CultureInfo.InvariantCulture),
        ];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(java[0], java[1..])
            : new ProcessStartInfo("sh", ["-c", EndWithParent, "sh", .. java]);
        start.WorkingDirectory = directory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        var engine = new EngineProcess(EngineCommand.Start(start), new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await engine.WaitUntilItAnswersAsync();
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
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

    private async Task WaitUntilItAnswersAsync()
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!limit.IsCancellationRequested && !_process.HasExited)
        {
            try
            {
                // Any answer will do; without a signed request it is a 400.
                using var response = await http.GetAsync(Endpoint, limit.Token);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(PollInterval, TimeProvider.System);
            }
        }

        lock (_output)
        {
            throw new InvalidOperationException($"DynamoDB Local did not start. It said: {_output}");
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
