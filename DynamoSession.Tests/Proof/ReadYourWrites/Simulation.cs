using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>
/// People with browsers of several tabs, on two servers, while a background job and their other devices change the same sessions.
/// Requests overlap, and so do their answers, which arrive in any order within two seconds of the commit. Everything happens in
/// virtual time, on one thread, in an order that the seed decides.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int People = 6;
    private const int TabsOfBrowser = 3;
    private const double RenewalShare = 0.03;

    private static readonly string[] Fields = ["f0", "f1", "f2"];

    // Commit to arrival: less than two seconds.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1.9);

    private readonly ManualTimeProvider _clock = new();
    private readonly Random _random;
    private readonly int _requests;
    private readonly bool _keepsMarker;
    private readonly Pace _pace;
    private readonly InMemorySessionTable _current;
    private readonly StaleTable _table;
    private readonly InProcessApp[] _servers;
    private readonly Dictionary<long, long> _order = [];
    private readonly List<Task> _running = [];
    private long _lastOrder;
    private long _lastWrite;
    private int _sent;

    /// <param name="consistency">How the servers read.</param>
    /// <param name="seed">Decides everything.</param>
    /// <param name="requests">How many are sent, at least.</param>
    /// <param name="pace">How people use their sessions; hectically, unless said otherwise.</param>
    /// <param name="keepsMarker">Whether the browsers keep the cookie that makes their next reads strong.</param>
    public Simulation(SessionConsistency consistency, int seed, int requests, Pace? pace = null, bool keepsMarker = true)
    {
        _pace = pace ?? Pace.Hectic;
        _random = new Random(seed);
        _requests = requests;
        _keepsMarker = keepsMarker;
        _current = new InMemorySessionTable(_clock);
        _table = new StaleTable(_current, _clock, _random) { Written = Order };
        _servers = [NewServer(consistency), NewServer(consistency)];
    }

    public int Answers { get; private set; }

    public int Writes { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Gets how many requests found their session renewed meanwhile: an ended id shows nothing, by design.</summary>
    public int Overtaken { get; private set; }

    /// <summary>Gets how many reads were bound to show an own write.</summary>
    public int Checks { get; private set; }

    public int Violations { get; private set; }

    public string? FirstViolation { get; private set; }

    public double ShareOfStrongReads => (double)_table.StrongReads / (_table.StrongReads + _table.EventualReads);

    public void Run()
    {
        for (var person = 0; person < People; person++)
        {
            // Renewal takes the session away from other devices, so those who renew have none.
            Start(browsers: (person % 2) + 1);
        }

        while (_running.Exists(task => !task.IsCompleted))
        {
            _clock.AdvanceTimerByTimer(TimeSpan.FromSeconds(1));
        }

        Task.WhenAll(_running).GetAwaiter().GetResult();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Answers:N0} requests, {Writes:N0} writes, {Renewals:N0} renewals, {Checks:N0} reads with own writes, {Violations:N0} violations, {ShareOfStrongReads:P1} of reads strong");

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
        var answer = _servers[0].SendAsync(cookies: null, context =>
        {
            Set(context.GetDynamoSession(), Fields[0]);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
        first.Jar.Take(answer.SetCookies);

        var secret = first.Jar[SessionApp.CookieName];
        for (var index = 0; index < browsers; index++)
        {
            var browser = index == 0 ? first : new SimulatedBrowser(_clock);
            browser.Jar[SessionApp.CookieName] = secret;
            for (var tab = 0; tab < TabsOfBrowser; tab++)
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
            await DelayAsync(Pick(TimeSpan.FromSeconds(0.2), _pace.LongestPause / 3, _pace.LongestPause));
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
        var answer = await _servers[_random.Next(_servers.Length)].SendAsync(cookies, async context =>
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

        await DelayAsync(LongestAnswer);
        Answers++;
        Take(browser, answer);
        if (answer.Status == StatusCodes.Status200OK && field is not null)
        {
            Writes++;
            Acknowledge(browser, field, write);
        }

        if (renews)
        {
            Renewals++;
            browser.IsRenewing = false;
        }
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

    /// <summary>Remembers in which order the table took the writes. A renewal's copy holds what was not overtaken.</summary>
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
                    $"Request {_sent:N0}: write {own} of {field} was answered, but write {seen[field]} was read.");
                return;
            }
        }
    }

    private void Take(SimulatedBrowser browser, InProcessAnswer answer)
    {
        browser.Jar.Take(answer.SetCookies);
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

    private Task DelayAsync(TimeSpan most) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, (int)most.TotalMilliseconds)), _clock);
}
