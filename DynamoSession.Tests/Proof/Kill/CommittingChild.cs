using System.Diagnostics;
using System.Globalization;
using DynamoSession.Tests.Docs;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>A DynamoSession.ProofChild process, which commits until it is killed and reports the outcome of each commit.</summary>
internal sealed class CommittingChild : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Ledger _ledger;
    private readonly int _commitsToWaitFor;
    private readonly TaskCompletionSource _isCommitting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private int _commits;
    private bool _hasRenewed;

    /// <param name="endpoint">The endpoint of DynamoDB.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="number">Distinguishes its commits from those of all other children.</param>
    /// <param name="lanes">The lineage that each of its lanes continues.</param>
    /// <param name="ledger">Records what the child reports.</param>
    /// <param name="commitsToWaitFor">How many commits, one of them a renewal, show that the child is working.</param>
    public CommittingChild(Uri endpoint, string table, int number, IEnumerable<(string Lineage, string? Cookie)> lanes, Ledger ledger, int commitsToWaitFor)
    {
        _ledger = ledger;
        _commitsToWaitFor = commitsToWaitFor;
        string[] arguments =
        [
            "exec", PathOfDll(), endpoint.ToString(), table, number.ToString(CultureInfo.InvariantCulture),
            .. lanes.Select(lane => $"{lane.Lineage}={lane.Cookie}"),
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

    /// <summary>Completes when the child has committed a number of times.</summary>
    public async Task WhenCommittingAsync()
    {
        await Task.WhenAny(_isCommitting.Task, _reading, Task.Delay(StartLimit, TimeProvider.System));
        if (!_isCommitting.Task.IsCompleted && !_reading.IsCompleted)
        {
            throw new TimeoutException($"Within {StartLimit}, the child reported {_commits} of {_commitsToWaitFor} commits, {(_hasRenewed ? "with a" : "without a")} renewal.");
        }

        if (!_isCommitting.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The child exited by itself: {await _errors}");
        }
    }

    /// <summary>Kills the child (SIGKILL), and reads what it had reported by then.</summary>
    public async Task KillAsync()
    {
        Assert.That(_process.HasExited, Is.False, "The child exited by itself.");
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
            if (line.Split(' ') is [var outcome, var commit, var lineage, var cookie, "."])
            {
                _ledger.Record(outcome, commit, lineage, cookie == "-" ? null : cookie);
                _commits++;
                _hasRenewed |= outcome == "ok" && commit.EndsWith('r');
                if (_commits >= _commitsToWaitFor && _hasRenewed)
                {
                    _isCommitting.TrySetResult();
                }
            }
        }
    }
}
