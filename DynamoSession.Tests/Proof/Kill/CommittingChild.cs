using System.Diagnostics;
using System.Globalization;
using DynamoSession.Tests.Docs;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>DynamoSession.ProofChild, which commits without end and tells of every commit that was acknowledged.</summary>
internal sealed class CommittingChild : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Ledger _ledger;
    private readonly int _commitsToWaitFor;
    private readonly TaskCompletionSource _hasBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private int _commits;
    private bool _hasRenewed;

    /// <param name="endpoint">Where DynamoDB is.</param>
    /// <param name="table">The table.</param>
    /// <param name="number">Names its commits apart from those of all other children.</param>
    /// <param name="lanes">For each of its lanes, the line to go on with.</param>
    /// <param name="ledger">Learns what the child tells.</param>
    /// <param name="commitsToWaitFor">How many, one of them with a renewal, make it a child that works.</param>
    public CommittingChild(Uri endpoint, string table, int number, IEnumerable<(string Line, string? Cookie)> lanes, Ledger ledger, int commitsToWaitFor)
    {
        _ledger = ledger;
        _commitsToWaitFor = commitsToWaitFor;
        string[] arguments =
        [
            "exec", PathOfDll(), endpoint.ToString(), table, number.ToString(CultureInfo.InvariantCulture),
            .. lanes.Select(lane => $"{lane.Line}={lane.Cookie}"),
        ];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>Completes when the child has committed a few times.</summary>
    public async Task WhenItWorksAsync()
    {
        await Task.WhenAny(_hasBegun.Task, _reading, Task.Delay(StartLimit, TimeProvider.System));
        if (!_hasBegun.Task.IsCompleted && !_reading.IsCompleted)
        {
            throw new TimeoutException($"Within {StartLimit}, the child has told of {_commits} of {_commitsToWaitFor} commits, {(_hasRenewed ? "with a" : "without a")} renewal.");
        }

        if (!_hasBegun.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The child ended by itself. It said: {await _errors}");
        }
    }

    /// <summary>Kills the child (SIGKILL), and reads what it had told by then.</summary>
    public async Task KillAsync()
    {
        Assert.That(_process.HasExited, Is.False, "The child ended by itself.");
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
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

    private static string PathOfDll()
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(RepositoryFiles.Root, "DynamoSession.Tests", "Proof", "Kill", "Child", "bin", output.Parent!.Name, output.Name, "DynamoSession.ProofChild.dll");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var word, var commit, var name, var cookie, "."])
            {
                _ledger.Take(word, commit, name, cookie == "-" ? null : cookie);
                _commits++;
                _hasRenewed |= word == "ok" && commit.EndsWith('r');
                if (_commits >= _commitsToWaitFor && _hasRenewed)
                {
                    _hasBegun.TrySetResult();
                }
            }
        }
    }
}
