namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Runs the clients of a plan against an application, and records what happens.</summary>
internal sealed class HistoryRunner
{
    private readonly HistoryApp _app;
    private readonly HistoryPlan _plan;
    private readonly EventOrder _order = new();
    private readonly Lock _lock = new();
    private readonly List<HistoryRequest> _requests = [];
    private readonly List<HistoryJump> _jumps = [];
    private readonly SessionCookies[] _jars;

    private HistoryRunner(HistoryApp app, HistoryPlan plan)
    {
        _app = app;
        _plan = plan;
        _jars = [.. Enumerable.Range(0, plan.Browsers).Select(_ => new SessionCookies())];
    }

    public static async Task<History> RunAsync(HistoryApp app, HistoryPlan plan)
    {
        // So that nothing is left of an earlier history: tombstones, or an open circuit.
        app.Clock.Jump(2 * HistoryApp.IdleSeconds);
        return await new HistoryRunner(app, plan).RunAsync();
    }

    private async Task<History> RunAsync()
    {
        for (var browser = 0; browser < _jars.Length; browser++)
        {
            FieldChange[] changes = [new("text-a", FieldChangeKind.Set, $"start{browser}")];
            await SendAsync(client: -1, _jars[browser], new HistoryStep(HistoryAction.Write) { Changes = changes, Faults = _plan.CreationFaults });
        }

        await Task.WhenAll(_plan.Clients.Select((client, number) => Task.Run(() => RunClientAsync(number, _jars[client.Browser], client.Steps))));
        await _app.Wire.WhenQuietAsync();

        var history = new History(_plan.Seed, _requests) { Jumps = _jumps, EndedAt = _app.Clock.Seconds };
        return history with { Items = await _app.ReadAsync([.. history.Ids]) };
    }

    private async Task RunClientAsync(int client, SessionCookies jar, IReadOnlyList<HistoryStep> steps)
    {
        var overlapped = new List<Task>();
        foreach (var step in steps)
        {
            if (step.PauseBefore > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(step.PauseBefore), TimeProvider.System);
            }

            var running = step.Action == HistoryAction.Jump ? JumpAsync(step) : SendAsync(client, jar, step);
            if (step.IsOverlapped)
            {
                overlapped.Add(running);
            }
            else
            {
                await running;
            }
        }

        await Task.WhenAll(overlapped);
    }

    private async Task SendAsync(int client, SessionCookies jar, HistoryStep step)
    {
        var request = new HistoryRequest(client, step.Action)
        {
            SentId = jar.Choose(step.EarlierCookie),
            IsOptimistic = step.IsOptimistic,
            MayConflict = step.IsOptimistic || step.Overflows,
        };
        lock (_lock)
        {
            _requests.Add(request);
        }

        await _app.SendAsync(request, step, _order);
        jar.Take(request);
    }

    private async Task JumpAsync(HistoryStep step)
    {
        var start = _order.Next();
        _app.Clock.Jump(step.JumpSeconds);
        var end = _order.Next();
        if (step.JumpSeconds < HistoryApp.IdleSeconds)
        {
            return;
        }

        string[] ids;
        lock (_lock)
        {
            _jumps.Add(new HistoryJump(start, end, step.Reaps));
            ids = [.. _requests.Select(request => request.CookieId).OfType<string>().Distinct()];
        }

        if (step.Reaps)
        {
            // The time to live deletes long after a call that was under way has arrived. A duplicate of the creation that arrived between
            // the deletion and an equally late write would restore the session for that write.
            await _app.Wire.WhenArrivedAsync();
            await _app.ReapAsync(ids);
        }
    }
}
