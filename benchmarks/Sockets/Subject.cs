using System.Net.Sockets;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Stores;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>One of the applications that are compared, with its visitors and what they have measured.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly ApplicationProcess _application;
    private readonly IStore? _store;
    private readonly HttpClient _http;
    private readonly Dictionary<int, Crowd> _crowds = [];
    private readonly Dictionary<(int KiloBytes, Workload Workload), List<Round>> _rounds = [];
    private readonly Dictionary<(int KiloBytes, Workload Workload), Traffic> _traffic = [];

    /// <param name="kind">What keeps its sessions.</param>
    /// <param name="application">The application.</param>
    /// <param name="store">What counts its calls; null if nothing does.</param>
    public Subject(SessionKind kind, ApplicationProcess application, IStore? store)
    {
        Kind = kind;
        _application = application;
        _store = store;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = application.Address };
    }

    public SessionKind Kind { get; }

    public IReadOnlyList<Round> RoundsOf(int kiloBytes, Workload workload) => _rounds[(kiloBytes, workload)];

    public Traffic? TrafficOf(int kiloBytes, Workload workload) => _traffic.GetValueOrDefault((kiloBytes, workload));

    /// <summary>Counts what each request of a workload asks of the store.</summary>
    public async Task CountAsync(int kiloBytes, Workload workload)
    {
        const int Cycles = 2;
        if (_store is null)
        {
            return;
        }

        var visitor = await ArriveAsync(kiloBytes, keepsChanges: Kind != SessionKind.None);
        await Task.Delay(SessionKinds.CommitAfterResponse(Kind), TimeProvider.System);
        using var connection = await HttpConnection.OpenAsync(_application.Address);
        var before = await _store.CountAsync();
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            foreach (var request in workload.Requests)
            {
                await visitor.RequestAsync(connection, request);
                await Task.Delay(SessionKinds.CommitAfterResponse(Kind) / 10, TimeProvider.System);
            }
        }

        await Task.Delay(SessionKinds.CommitAfterResponse(Kind), TimeProvider.System);
        _traffic[(kiloBytes, workload)] = (await _store.CountAsync()).Since(before, Cycles * workload.Requests.Count);
    }

    /// <summary>Lets visitors arrive, and read their sessions once.</summary>
    public async Task FillAsync(int kiloBytes, int visitors, bool keepsChanges)
    {
        var arrived = new List<Visitor>();
        for (var visitor = 0; visitor < visitors; visitor++)
        {
            arrived.Add(await ArriveAsync(kiloBytes, keepsChanges && Kind != SessionKind.None));
        }

        await Task.Delay(SessionKinds.CommitAfterResponse(Kind), TimeProvider.System);
        using var connection = await HttpConnection.OpenAsync(_application.Address);
        foreach (var visitor in arrived)
        {
            await visitor.RequestAsync(connection, Ratios.RequestKind.OneField);
        }

        await Task.Delay(SessionKinds.CommitAfterResponse(Kind), TimeProvider.System);
        _crowds[kiloBytes] = new Crowd(_application, arrived);
    }

    public async Task MeasureAsync(int kiloBytes, Workload workload, TimeSpan duration, bool isCounted)
    {
        Round round;
        try
        {
            round = await _crowds[kiloBytes].VisitAsync(workload, duration);
        }
        catch (Exception exception) when (exception is InvalidDataException or SocketException)
        {
            throw new InvalidDataException($"{SessionKinds.NameOf(Kind)}, {workload.Name}, {kiloBytes} KB: {exception.Message}", exception);
        }

        if (isCounted)
        {
            (_rounds.TryGetValue((kiloBytes, workload), out var rounds) ? rounds : _rounds[(kiloBytes, workload)] = []).Add(round);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _application.DisposeAsync();
    }

    private Task<Visitor> ArriveAsync(int kiloBytes, bool keepsChanges) => Visitor.ArriveAsync(_http, kiloBytes, keepsChanges);
}
