using DynamoSession.AspNetCore;

namespace DynamoSession.ProofChild;

/// <summary>Two workers on one session, which start another when its log has grown long.</summary>
internal sealed class Lane : IDisposable
{
    /// <summary>An expression holds at most 250 paths, so this many fields are written as one map.</summary>
    private const int WideFields = 260;

    private const int MaxLogLength = 250;

    // A renewal ends the previous id a moment before its worker learns the new one.
    private const int MaxTicks = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // A renewal takes two calls, with no other commit in between. The other worker leaves time for that, however slow the machine is.
    private const double MaxPauseInRequests = 4;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _starting = new(1);
    private int _lineages;

    public required Pipeline Pipeline { get; init; }

    public required Journal Journal { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets whether one of the workers renews the session's id.</summary>
    public required bool Renews { get; init; }

    public required string Lineage { get; set; }

    public string? Cookie { get; set; }

    public async Task RunAsync()
    {
        if (Cookie is null)
        {
            await StartSessionAsync();
        }

        await Task.WhenAll(WorkAsync("a", Renews ? Kind.Renewing : Kind.Plain), WorkAsync("b", Kind.Wide));
    }

    public void Dispose() => _starting.Dispose();

    private async Task WorkAsync(string worker, Kind special)
    {
        for (var number = 0; ; number++)
        {
            var (lineage, cookie) = Current();
            var kind = Random.Shared.Next(3) == 0 ? special : Kind.Plain;
            var commit = $"{Name}.{worker}.{number}.{Letter(kind)}";
            var length = 0;
            var start = TimeProvider.System.GetTimestamp();
            var response = await Pipeline.SendAsync(cookie, session =>
            {
                // No session: its renewal was interrupted when an earlier process was killed.
                if (session.Get<string>("lineage") is null)
                {
                    return;
                }

                length = session.Get<int>("count") + 1;
                Change(session, commit, kind);
            });

            if (length == 0)
            {
                await WaitForRenewalAsync(cookie);
                await StartSessionUnlessStartedAsync(cookie);
            }
            else if (response.Status == 200)
            {
                Keep(cookie, response.Cookie);
                Journal.Committed(commit, lineage, response.Cookie);
            }
            else if (response.Status == 409)
            {
                Journal.Refused(commit, lineage);
            }
            else
            {
                Journal.InDoubt(commit, lineage);
            }

            if (length >= MaxLogLength)
            {
                await StartSessionUnlessStartedAsync(response.Cookie ?? cookie);
            }

            if (Renews && special != Kind.Renewing)
            {
                await Task.Delay(Random.Shared.NextDouble() * MaxPauseInRequests * TimeProvider.System.GetElapsedTime(start), TimeProvider.System);
            }
        }
    }

    /// <summary>Makes changes that must be stored together or not at all.</summary>
    private static void Change(IDynamoSession session, string commit, Kind kind)
    {
        session.Increment("count");
        session.Append("log", commit);
        session.Set("first", commit);
        session.Set("last", commit);
        if (kind == Kind.Wide)
        {
            for (var field = 0; field < WideFields; field++)
            {
                session.Set($"wide{field}", commit);
            }
        }

        if (kind == Kind.Renewing)
        {
            session.RenewId();
        }
    }

    private async Task WaitForRenewalAsync(string? cookie)
    {
        for (var tick = 0; tick < MaxTicks && Current().Cookie == cookie; tick++)
        {
            await Task.Delay(Tick, TimeProvider.System);
        }
    }

    private async Task StartSessionUnlessStartedAsync(string? endedCookie)
    {
        await _starting.WaitAsync();
        try
        {
            if (Current().Cookie == endedCookie)
            {
                await StartSessionAsync();
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task StartSessionAsync()
    {
        for (var status = 0; status != 200;)
        {
            var lineage = $"{Name}.{++_lineages}";
            var commit = $"{lineage}.{Letter(Kind.Plain)}";
            (status, var cookie) = await Pipeline.SendAsync(null, session =>
            {
                session.Set("lineage", lineage);
                Change(session, commit, Kind.Plain);
            });
            if (status == 200)
            {
                lock (_lock)
                {
                    (Lineage, Cookie) = (lineage, cookie);
                }

                Journal.Committed(commit, lineage, cookie);
            }
        }
    }

    private void Keep(string? cookie, string? newCookie)
    {
        lock (_lock)
        {
            if (newCookie is not null && Cookie == cookie)
            {
                Cookie = newCookie;
            }
        }
    }

    private (string Lineage, string? Cookie) Current()
    {
        lock (_lock)
        {
            return (Lineage, Cookie);
        }
    }

    private static char Letter(Kind kind) => kind switch
    {
        Kind.Wide => 'w',
        Kind.Renewing => 'r',
        _ => 'p',
    };

    private enum Kind
    {
        Plain,
        Wide,
        Renewing,
    }
}
