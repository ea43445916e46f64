using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Benchmarks.Waiting;

/// <summary>An application whose requests have read a field of their session and then wait, as for a slow service.</summary>
internal sealed class WaitingApplication : IAsyncDisposable
{
    private const string AnySession = "__Host-sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly WebApplication _app;
    private readonly PlainServer _server;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _texts;
    private string _cookies = AnySession;
    private TaskCompletionSource _service = new();
    private CountdownEvent _arrived = new(0);

    private WaitingApplication(WebApplication app, IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        _app = app;
        _texts = texts;
        app.Run(RunAsync);
        _server = new PlainServer(((IApplicationBuilder)app).Build(), app.Services);
    }

    /// <param name="kind">What keeps its sessions. Those of DynamoDB are there already; others are filled.</param>
    /// <param name="texts">What they are filled with.</param>
    public static async Task<WaitingApplication> StartAsync(SessionKind kind, IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        var application = new WaitingApplication(ServedApplication.Build(kind, new ApplicationSettings(), new ShiftedClock()), texts);
        if (kind == SessionKind.MicrosoftInMemory)
        {
            var headers = await application._server.SendAsync(Pages.FillPath, cookies: null);
            application._cookies = string.Join("; ", headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
        }

        return application;
    }

    /// <summary>Returns the memory that each of some requests holds while all of them wait.</summary>
    public async Task<double> HeldBytesAsync(int requests)
    {
        _service = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _arrived = new CountdownEvent(requests);
        var before = SettledMemory();
        var waiting = Enumerable.Range(0, requests).Select(_ => _server.SendAsync("/", _cookies)).ToArray();
        await Task.Run(_arrived.Wait);
        var held = SettledMemory() - before;
        _service.SetResult();
        await Task.WhenAll(waiting);
        _arrived.Dispose();
        return held / (double)requests;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static long SettledMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private async Task RunAsync(HttpContext context)
    {
        if (context.Features.Get<ISessionFeature>()?.Session is { } session)
        {
            await session.LoadAsync();
            if (context.Request.Path == Pages.FillPath)
            {
                Fill(session);
                return;
            }

            _ = session.GetString("field-7") ?? throw new InvalidOperationException("The session was not loaded.");
        }

        _arrived.Signal();
        await _service.Task;
    }

    private void Fill(ISession session)
    {
        foreach (var (name, text) in _texts)
        {
            session.SetString(name, text);
        }
    }
}
