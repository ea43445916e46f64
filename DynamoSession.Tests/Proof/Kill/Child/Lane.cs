using DynamoSession.AspNetCore;

namespace DynamoSession.ProofChild;

/// <summary>Two workers on one session, and on the next when it has become long.</summary>
internal sealed class Lane : IDisposable
{
    /// <summary>An expression holds 250 paths: so many fields are written as one map.</summary>
    private const int WideFields = 260;

    private const int LongestLog = 250;

    // A renewal has ended the old id a moment before its worker knows the new one.
    private const int PatienceInTicks = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // A renewal is two calls between which nobody may commit. The other worker leaves it that time, however slow the machine is.
    private const double LongestPauseInRequests = 4;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _beginning = new(1);
    private int _lines;

    public required Pipeline Pipeline { get; init; }

    public required Journal Journal { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets whether one of the workers renews the session's id.</summary>
    public required bool Renews { get; init; }

    public required string Line { get; set; }

    public string? Cookie { get; set; }

    public async Task RunAsync()
    {
        if (Cookie is null)
        {
            await BeginAsync();
        }

        await Task.WhenAll(WorkAsync("a", Renews ? Kind.Renewing : Kind.Plain), WorkAsync("b", Kind.Wide));
    }

    public void Dispose() => _beginning.Dispose();

    private async Task WorkAsync(string worker, Kind special)
    {
        for (var number = 0; ; number++)
        {
            var (line, cookie) = Current();
            var kind = Random.Shared.Next(3) == 0 ? special : Kind.Plain;
            var commit = $"{Name}.{worker}.{number}.{Letter(kind)}";
            var length = 0;
            var began = TimeProvider.System.GetTimestamp();
            var answer = await Pipeline.SendAsync(cookie, session =>
            {
                // Nothing there: the session's renewal was cut by the end of an earlier process.
                if (session.Get<string>("line") is null)
                {
                    return;
                }

                length = session.Get<int>("count") + 1;
                Change(session, commit, kind);
            });

            if (length == 0)
            {
                await WaitForRenewalAsync(cookie);
                await BeginUnlessDoneAsync(cookie);
            }
            else if (answer.Status == 200)
            {
                Keep(cookie, answer.Cookie);
                Journal.Committed(commit, line, answer.Cookie);
            }
            else if (answer.Status == 409)
            {
                Journal.Refused(commit, line);
            }
            else
            {
                Journal.InDoubt(commit, line);
            }

            if (length >= LongestLog)
            {
                await BeginUnlessDoneAsync(answer.Cookie ?? cookie);
            }

            if (Renews && special != Kind.Renewing)
            {
                await Task.Delay(Random.Shared.NextDouble() * LongestPauseInRequests * TimeProvider.System.GetElapsedTime(began), TimeProvider.System);
            }
        }
    }

    /// <summary>All of this is in the table, or none.</summary>
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
        for (var tick = 0; tick < PatienceInTicks && Current().Cookie == cookie; tick++)
        {
            await Task.Delay(Tick, TimeProvider.System);
        }
    }

    private async Task BeginUnlessDoneAsync(string? endedCookie)
    {
        await _beginning.WaitAsync();
        try
        {
            if (Current().Cookie == endedCookie)
            {
                await BeginAsync();
            }
        }
        finally
        {
            _beginning.Release();
        }
    }

    private async Task BeginAsync()
    {
        for (var status = 0; status != 200;)
        {
            var line = $"{Name}.{++_lines}";
            var commit = $"{line}.{Letter(Kind.Plain)}";
            (status, var cookie) = await Pipeline.SendAsync(null, session =>
            {
                session.Set("line", line);
                Change(session, commit, Kind.Plain);
            });
            if (status == 200)
            {
                lock (_lock)
                {
                    (Line, Cookie) = (line, cookie);
                }

                Journal.Committed(commit, line, cookie);
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

    private (string Line, string? Cookie) Current()
    {
        lock (_lock)
        {
            return (Line, Cookie);
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
