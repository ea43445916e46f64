using System.Globalization;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Health;

/// <summary>Checks the table as the application's requests use it, and what lets them run badly.</summary>
internal sealed class SessionHealth(ISessionTable table, Deadlines deadlines, TableStrain strain, TimeProvider clock)
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(10);

    private readonly StrainWindow _window = new(strain, clock);
    private readonly TimeToLiveMemory _timeToLive = new(clock);

    /// <summary>Gets whether the table is neither in memory nor another application's.</summary>
    private bool IsOwn => table.GetCapability<INeedsNoTableCreation>() is null;

    /// <summary>Runs a check.</summary>
    /// <param name="name">The name of the check, of which an application may have several.</param>
    /// <param name="data">Receives the facts that were checked.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>What lets the application run badly, each with a remedy.</returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task<IReadOnlyList<string>> CheckAsync(string name, Dictionary<string, object> data, CancellationToken cancellationToken)
    {
        var check = table.GetCapability<ICheckedSessionTable>()?.Check;
        data[HealthData.Table] = check?.TableName ?? (IsOwn ? $"{table.GetType()}" : "in memory");

        // Before the read, which counts too if it is throttled.
        string[] strained = [.. _window.Close(name, data)];
        var findings = await deadlines.RunAsync("health check", token => ReadAsync(check, data, token), cancellationToken);
        return [.. findings, .. strained];
    }

    private async Task<List<string>> ReadAsync(SessionTableCheck? check, Dictionary<string, object> data, CancellationToken cancellationToken)
    {
        using var clocks = check?.CompareClocks(clock);

        // Eventually consistent, which is enough and costs half.
        await table.LoadAsync(SessionTableCheck.AbsentId, consistentRead: false, cancellationToken).WaitAsync(cancellationToken);
        var findings = new List<string>();
        if (check is not null)
        {
            // Another application may delete its items itself.
            var timeToLive = IsOwn ? await _timeToLive.GetAsync(check, cancellationToken) : new(IsOn: null, "The table belongs to another application.");
            AddTimeToLive(timeToLive, findings, data);
            AddSkew(clocks!.Skew, findings, data);
        }

        return findings;
    }

    private static void AddTimeToLive(TimeToLiveCheck timeToLive, List<string> findings, Dictionary<string, object> data)
    {
        data[HealthData.TimeToLive] = timeToLive.IsOn switch
        {
            true => "on",
            false => "off",
            null => $"not checked: {timeToLive.Finding}",
        };
        if (timeToLive is { IsOn: false, Finding: { } finding })
        {
            findings.Add(finding);
        }
    }

    private static void AddSkew(TimeSpan? skew, List<string> findings, Dictionary<string, object> data)
    {
        if (skew is not { } ahead)
        {
            data[HealthData.ClockSkewSeconds] = "not checked: the client doesn't show when DynamoDB responded.";
            return;
        }

        var seconds = Math.Round(ahead.TotalSeconds, 1);
        data[HealthData.ClockSkewSeconds] = seconds;
        if (ahead.Duration() > MaxSkew)
        {
            findings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The clock is {Math.Abs(seconds)} s {(seconds > 0 ? "ahead of" : "behind")} DynamoDB's, so sessions expire too {(seconds > 0 ? "early" : "late")} here. Synchronize the machine's clock."));
        }
    }
}
