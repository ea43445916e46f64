using System.Diagnostics;
using System.Globalization;
using DynamoSession.Benchmarks.Stores;
using DynamoSession.Tests.Support.Express;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>One of the applications in a process of its own, whose processor time is the operating system's figure.</summary>
internal sealed class ApplicationProcess : IAsyncDisposable
{
    private readonly IAsyncDisposable _program;
    private readonly Process _process;
    private readonly HttpClient? _dotNet;

    private ApplicationProcess(IAsyncDisposable program, int id, Uri address, bool isDotNet)
    {
        _program = program;
        _process = Process.GetProcessById(id);
        Address = address;
        _dotNet = isDotNet ? new HttpClient { BaseAddress = address } : null;
    }

    public Uri Address { get; }

    /// <param name="kind">What keeps its sessions.</param>
    /// <param name="dynamoDb">Where DynamoDB is.</param>
    /// <param name="settings">How it is set up.</param>
    public static async Task<ApplicationProcess> StartAsync(SessionKind kind, Uri dynamoDb, ApplicationSettings settings)
    {
        var environment = settings.ToEnvironment();
        environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.ToString().TrimEnd('/');
        foreach (var (name, value) in LocalTables.Environment)
        {
            environment[name] = value;
        }

        if (PackageOf(kind) is not { } package)
        {
            var program = await OwnProgram.StartAsync([OwnProgram.Serve, kind.ToString()], environment);
            return new(program, program.Id, program.Address, isDotNet: true);
        }

        environment["STORE"] = package;
        environment["NODE_ENV"] = "production";
        var node = await NodeProcess.StartAsync("Applications/express.js", ExpressPackages.Installed, environment);
        return new(node, node.Id, node.Address, isDotNet: false);
    }

    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Returns how many bytes have been allocated; null if only the runtime of .NET could say.</summary>
    public async Task<long?> AllocatedBytesAsync() => _dotNet is null
        ? null
        : long.Parse(await _dotNet.GetStringAsync(new Uri(ServedApplication.AllocatedPath, UriKind.Relative)), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _dotNet?.Dispose();
        _process.Dispose();
        await _program.DisposeAsync();
    }

    private static string? PackageOf(SessionKind kind) => kind switch
    {
        SessionKind.ExpressPwrDrvr => "@pwrdrvr/dynamodb-session-store",
        SessionKind.ExpressConnectDynamoDb => "connect-dynamodb",
        _ => null,
    };
}
