using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DynamoSession.Benchmarks.Stores;

/// <summary>A redis-server of our own on a free port, which keeps everything in memory.</summary>
internal sealed class RedisServer : IStore, IDisposable
{
    private const string Tool = "redis-server";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly int _port;

    private RedisServer(Process process, int port) => (_process, _port) = (process, port);

    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Starts Redis. Root on Debian installs it first if it is missing.</summary>
    /// <returns>The running server; null if Redis is missing. The error output then says how to install it.</returns>
    public static async Task<RedisServer?> StartAsync()
    {
        var port = FreePort();
        var process = TryStart(port);
        if (process is null && Environment.UserName == "root" && File.Exists("/usr/bin/apt-get"))
        {
            // A fresh machine has no lists of packages, or outdated ones.
            await RunAsync("apt-get", "update", "-qq");
            await RunAsync("apt-get", "install", "-y", "-qq", "--no-install-recommends", Tool);
            process = TryStart(port);
        }

        if (process is null)
        {
            await Console.Error.WriteLineAsync($"'{Tool}' is missing, so Microsoft's session over Redis is left out. Install it (Debian: {Tool}).");
            return null;
        }

        var server = new RedisServer(process, port);
        while (!await server.AnswersAsync())
        {
            await Task.Delay(PollInterval, TimeProvider.System);
        }

        return server;
    }

    /// <summary>Counts its commands, and all bytes of its connections.</summary>
    public async Task<Traffic> CountAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("INFO stats\r\nINFO commandstats\r\nQUIT\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var lines = (await reader.ReadToEndAsync()).Split("\r\n");
        var reads = CallsOf(lines, "cmdstat_hmget:") + CallsOf(lines, "cmdstat_hgetall:");
        var expiries = CallsOf(lines, "cmdstat_expire:") + CallsOf(lines, "cmdstat_pexpire:");
        var puts = CallsOf(lines, "cmdstat_hmset:") + CallsOf(lines, "cmdstat_hset:");
        return new(reads, expiries + puts, 0, 0, ValueOf(lines, "total_net_input_bytes:"), ValueOf(lines, "total_net_output_bytes:"));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }

    private static Process? TryStart(int port)
    {
        try
        {
            string[] arguments = ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null", "--dir", Path.GetTempPath()];
            return Process.Start(new ProcessStartInfo(Tool, arguments));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private static double ValueOf(IEnumerable<string> lines, string name) =>
        double.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);

    // cmdstat_hmget:calls=12,usec=34,...
    private static double CallsOf(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? double.Parse(line[name.Length..].Split(',')[0]["calls=".Length..], CultureInfo.InvariantCulture)
            : 0;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
