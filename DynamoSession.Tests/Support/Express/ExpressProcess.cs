using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Support.Express;

/// <summary>A real application with express-session in a process of its own, on a table of the engine.</summary>
internal sealed class ExpressProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ExpressProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("Express has ended."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address => _address.Task.Result;

    /// <summary>Gets everything that the application has written.</summary>
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

    /// <summary>Starts an application; a test that cannot have it is skipped with the remedy, in CI it fails.</summary>
    /// <param name="format">The store that it uses; every one but <see cref="ExpressFormat.Automatic"/>.</param>
    /// <param name="tableName">A table of the engine, whose key is <see cref="KeyAttributeOf"/>.</param>
    /// <param name="settings">How it is set up.</param>
    public static async Task<ExpressProcess> StartAsync(ExpressFormat format, string tableName, ExpressSettings? settings = null)
    {
        try
        {
            return await StartUnlessUnavailableAsync(format, tableName, settings ?? new());
        }
        catch (ExpressUnavailableException exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
    }

    /// <summary>Returns the name of the key that a store's table has.</summary>
    public static string KeyAttributeOf(ExpressFormat format) =>
        format is ExpressFormat.DynamoDbStore or ExpressFormat.ServerlessDynamoDbSessionStore ? "sessionId" : "id";

    public Browser NewBrowser() => new(Address);

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

    private static async Task<ExpressProcess> StartUnlessUnavailableAsync(ExpressFormat format, string tableName, ExpressSettings settings)
    {
        var packages = await ExpressPackages.DirectoryAsync();
        var engine = await TestEngine.ClientAsync();
        var start = new ProcessStartInfo("node", ["--no-deprecation", Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "Express", "app.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Path.Combine(packages, "node_modules");
        start.Environment["AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE"] = "1";
        start.Environment["STORE"] = PackageOf(format);
        start.Environment["DYNAMODB_ENDPOINT"] = engine.Config.ServiceURL;
        start.Environment["TABLE"] = tableName;
        start.Environment["SETTINGS"] = JsonSerializer.Serialize(settings);

        var express = new ExpressProcess(ExpressPackages.Start(start));
        try
        {
            await express._address.Task.WaitAsync(StartLimit);
            return express;
        }
        catch (Exception exception)
        {
            await express.DisposeAsync();
            throw new InvalidOperationException($"Express did not start. It said: {express.Output}", exception);
        }
    }

    private static string PackageOf(ExpressFormat format) => format switch
    {
        ExpressFormat.ConnectDynamoDb => "connect-dynamodb",
        ExpressFormat.PwrDrvr => "@pwrdrvr/dynamodb-session-store",
        ExpressFormat.ConnectDynamoDbSession => "connect-dynamodb-session",
        ExpressFormat.ServerlessDynamoDbSessionStore => "serverless-dynamodb-session-store",
        ExpressFormat.DynamoDbStore => "dynamodb-store",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "That is no store."),
    };

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
