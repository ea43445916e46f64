using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>
/// Users whose browsers have several tabs use two servers, while a background job and their other devices change the same sessions.
/// Requests overlap, and so do their responses, which arrive within two seconds of the commit. Everything happens in virtual time, on one
/// thread, in an order that the seed determines.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int Users = 6;
    private const int TabsPerBrowser = 3;
    private const double RenewalShare = 0.03;

    private static readonly string[] Fields = ["f0", "f1", "f2"];

    // Less than two seconds from the commit to the arrival of the response.
    private static readonly TimeSpan MaxResponseDelay = TimeSpan.FromSeconds(1.9);

    private readonly ManualTimeProvider _clock = new();
    private readonly Random _random;
    private readonly int _requests;
    private readonly bool _keepsMarker;
    private readonly bool _inOrder;
    private readonly Pace _pace;
    private readonly InMemorySessionTable _current;
    private readonly StaleTable _table;
    private readonly InProcessApp[] _servers;
    private readonly Dictionary<long, long> _order = [];
    private readonly List<Task> _running = [];
    private long _lastOrder;
    private long _lastWrite;
    private int _sent;

    /// <param name="consistency">The read consistency of the servers.</param>
    /// <param name="seed">Determines everything that happens.</param>
    /// <param name="requests">The minimum number of requests to send.</param>
    /// <param name="pace">How users make requests; <see cref="Pace.Busy"/> by default.</param>
    /// <param name="keepsMarker">Whether the browsers keep the cookie that makes their next reads strong.</param>
    /// <param name="inOrder">Whether the responses to a browser arrive in the order of its commits; otherwise, in any order.</param>
    /// <param name="maxLag">By how much replicas lag at most; two seconds by default.</param>
    public Simulation(
        SessionConsistency consistency, int seed, int requests, Pace? pace = null, bool keepsMarker = true, bool inOrder = false, TimeSpan? maxLag = null)
    {
        _pace = pace ?? Pace.Busy;
        _random = new Random(seed);
        _requests = requests;
        _keepsMarker = keepsMarker;
        _inOrder = inOrder;
        _current = new InMemorySessionTable(_clock);
        _table = new StaleTable(_current, _clock, _random, maxLag ?? TimeSpan.FromSeconds(2)) { Written = Order };
        _servers = [NewServer(consistency), NewServer(consistency)];
    }

    public int Responses { get; private set; }

    public int Writes { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Gets the number of requests whose session was renewed meanwhile. By design, an ended id shows no fields.</summary>
    public int Overtaken { get; private set; }

    /// <summary>Gets the number of reads that had to show a write of their own browser.</summary>
    public int Checks { get; private set; }

    public int Violations { get; private set; }

    public string? FirstViolation { get; private set; }

    public double ShareOfStrongReads => (double)_table.StrongReads / (_table.StrongReads + _table.EventualReads);

    public void Run()
    {
        for (var user = 0; user < Users; user++)
        {
            // A renewal signs other devices out, so users who renew have none.
            Start(browsers: (user % 2) + 1);
        }

        while (_running.Exists(task => !task.IsCompleted))
        {
            _clock.AdvanceTimerByTimer(TimeSpan.FromSeconds(1));
        }

        Task.WhenAll(_running).GetAwaiter().GetResult();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Responses:N0} requests, {Writes:N0} writes, {Renewals:N0} renewals, {Checks:N0} reads after own writes, {Violations:N0} violations, {ShareOfStrongReads:P1} of reads strong");

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }
    }

    private InProcessApp NewServer(SessionConsistency consistency) => new(_table, _clock, options =>
    {
        options.Consistency = consistency;
        options.AbsoluteTimeout = Timeout.InfiniteTimeSpan;
    });

    private void Start(int browsers)
    {
        var first = new SimulatedBrowser(_clock);
        var response = _servers[0].SendAsync(cookies: null, context =>
        {
            Set(context.GetDynamoSession(), Fields[0]);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
        first.Jar.Take(response.SetCookies);

        var secret = first.Jar[SessionApp.CookieName];
        for (var index = 0; index < browsers; index++)
        {
            var browser = index == 0 ? first : new SimulatedBrowser(_clock);
            browser.Jar[SessionApp.CookieName] = secret;
            for (var tab = 0; tab < TabsPerBrowser; tab++)
            {
                _running.Add(BrowseAsync(browser, mayRenew: browsers == 1));
            }
        }

        if (browsers > 1)
        {
            _running.Add(WorkInBackgroundAsync(SessionId.PublicIdOf(secret!)));
        }
    }

    private async Task BrowseAsync(SimulatedBrowser browser, bool mayRenew)
    {
        while (_sent < _requests)
        {
            await DelayAsync(Pick(TimeSpan.FromSeconds(0.2), _pace.MaxPause / 3, _pace.MaxPause));
            var burst = new Task[_random.Next(1, 4)];
            for (var index = 0; index < burst.Length; index++)
            {
                burst[index] = RequestAsync(browser, mayRenew);
            }

            await Task.WhenAll(burst);
        }
    }

    private async Task RequestAsync(SimulatedBrowser browser, bool mayRenew)
    {
        _sent++;
        var secret = browser.Jar[SessionApp.CookieName];
        var cookies = browser.Jar.Header;
        var ownWrites = browser.Acknowledged.ToArray();
        var field = _random.NextDouble() < _pace.WriteShare ? Fields[_random.Next(Fields.Length)] : null;
        var renews = mayRenew && field is not null && !browser.IsRenewing && _random.NextDouble() < RenewalShare;
        browser.IsRenewing |= renews;

        var write = 0L;
        var isNew = false;
        Dictionary<string, long> seen = [];
        await DelayAsync(TimeSpan.FromSeconds(0.1));
        var response = await _servers[_random.Next(_servers.Length)].SendAsync(cookies, async context =>
        {
            var session = context.GetDynamoSession();
            isNew = session.IsNew;
            seen = Fields.ToDictionary(name => name, session.Get<long>);
            if (field is not null)
            {
                write = Set(session, field);
            }

            if (renews)
            {
                session.RenewId();
            }

            await DelayAsync(TimeSpan.FromSeconds(0.3));
        });
        Check(ownWrites, seen, isOvertaken: isNew && (browser.IsRenewing || browser.Jar[SessionApp.CookieName] != secret));

        var earlier = browser.LastArrival;
        var arrival = new TaskCompletionSource();
        browser.LastArrival = arrival.Task;
        await DelayAsync(MaxResponseDelay);
        if (_inOrder)
        {
            await earlier;
        }

        Responses++;
        Take(browser, response);
        if (response.Status == StatusCodes.Status200OK && field is not null)
        {
            Writes++;
            Acknowledge(browser, field, write);
        }

        if (renews)
        {
            Renewals++;
            browser.IsRenewing = false;
        }

        arrival.SetResult();
    }

    private async Task WorkInBackgroundAsync(string id)
    {
        while (_sent < _requests)
        {
            await DelayAsync(TimeSpan.FromSeconds(3));
            var record = (await _current.LoadAsync(id, consistentRead: true, default)).Record!;
            var changes = new Dictionary<string, SessionChange> { [Fields[_random.Next(Fields.Length)]] = SessionChange.Set(Sample.Number(++_lastWrite)) };
            await DelayAsync(TimeSpan.FromSeconds(0.3));
            await _table.CommitAsync(Sample.Commit(record, new SessionChanges(clearsAll: false, changes), record.ExpiresAt), default);
        }
    }

    private long Set(IDynamoSession session, string field)
    {
        session.Set(field, ++_lastWrite);
        return _lastWrite;
    }

    /// <summary>Records the order in which the table applied the writes. Values that a renewal copies keep their place.</summary>
    private void Order(IEnumerable<SessionValue> values)
    {
        foreach (var value in values)
        {
            _order.TryAdd(Loaded.Codec.Decode<long>("order", value), ++_lastOrder);
        }
    }

    private void Check(KeyValuePair<string, long>[] ownWrites, Dictionary<string, long> seen, bool isOvertaken)
    {
        if (isOvertaken)
        {
            Overtaken++;
            return;
        }

        Checks += ownWrites.Length == 0 ? 0 : 1;
        foreach (var (field, own) in ownWrites)
        {
            if (_order.GetValueOrDefault(seen[field]) < _order[own])
            {
                Violations++;
                FirstViolation ??= string.Create(
                    CultureInfo.InvariantCulture,
                    $"Request {_sent:N0}: write {own} of {field} was acknowledged, but write {seen[field]} was read.");
                return;
            }
        }
    }

    private void Take(SimulatedBrowser browser, InProcessAnswer response)
    {
        browser.Jar.Take(response.SetCookies);
        if (!_keepsMarker)
        {
            browser.Jar.Remove(SessionApp.CookieName + "-recent");
        }
    }

    private void Acknowledge(SimulatedBrowser browser, string field, long write)
    {
        var earlier = browser.Acknowledged.GetValueOrDefault(field);
        if (_order[write] > _order.GetValueOrDefault(earlier))
        {
            browser.Acknowledged[field] = write;
        }
    }

    private TimeSpan Pick(params ReadOnlySpan<TimeSpan> spans) => spans[_random.Next(spans.Length)];

    private Task DelayAsync(TimeSpan max) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, (int)max.TotalMilliseconds)), _clock);
}
