using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace DynamoSession.Tests.Support.Node;

/// <summary>A script in a process of its own that serves HTTP: it prints where it listens, and ends when its standard input does.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("It has ended."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Gets the process's id.</summary>
    public int Id => _process.Id;

    public Uri Address => _address.Task.Result;

    /// <summary>Gets everything that the script has written.</summary>
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

    /// <param name="script">The script's path, below the output of the tests or the benchmarks.</param>
    /// <param name="packages">What it requires.</param>
    /// <param name="environment">Its settings.</param>
    /// <exception cref="NodeUnavailableException">Node.js or npm is missing, or there is no network.</exception>
    public static async Task<NodeProcess> StartAsync(string script, NodePackages packages, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("node", ["--no-deprecation", Path.Combine(AppContext.BaseDirectory, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Path.Combine(await packages.DirectoryAsync(), "node_modules");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var node = new NodeProcess(Start(start));
        try
        {
            await node._address.Task.WaitAsync(StartLimit);
            return node;
        }
        catch (Exception exception)
        {
            await node.DisposeAsync();
            throw new InvalidOperationException($"{script} did not start. It said: {node.Output}", exception);
        }
    }

    /// <exception cref="NodeUnavailableException">The tool is not installed.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new NodeUnavailableException($"Some tests run other software beside us, which needs '{start.FileName}'. Install Node.js 20 or later with npm.", exception);
        }
    }

    /// <summary>Closes its standard input, at which it ends by itself; it is killed when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith(Listening, StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri(line[Listening.Length..]));
        }
    }
}
