using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Tests.Proof.Support;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Flood;

/// <summary>Floods of cookies that were never issued, or whose sessions have ended.</summary>
[Category(ProofRun.Category)]
public sealed class FloodTests
{
    private const int Sessions = 100;
    private const int CookiesLookedUp = 3;
    private const long MemoryLimit = 4 << 20;

    private readonly ManualTimeProvider _clock = new();
    private Random _random = null!;
    private FloodCookies _cookies = null!;
    private long _refusals;

    [SetUp]
    public void CreateRandom() => _random = new Random(ProofRun.NewSeed());

    [Test]
    [NonParallelizable]
    public async Task Requests_with_unknown_ended_and_expired_ids_write_nothing_and_malformed_ids_are_not_even_read()
    {
        var requests = ProofRun.Count(small: 5_000, ci: 50_000, @long: 1_000_000);
        var inner = new InMemorySessionTable(_clock);
        var table = new CountingTable(inner);
        using var app = new InProcessApp(table, _clock);
        _cookies = await PrepareAsync(app);
        await SendAsync(app, Kind.Many, 1_000);
        var (items, memory) = (inner.Count, GC.GetTotalMemory(forceFullCollection: true));

        var counts = new Dictionary<Kind, (int Requests, long Reads, long Writes)>();
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var (reads, writes) = (table.Reads, table.Writes);
            var sent = await SendAsync(app, kind, requests / Enum.GetValues<Kind>().Length);
            counts[kind] = (sent, table.Reads - reads, table.Writes - writes);
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - memory;
        await TestContext.Out.WriteLineAsync(
            $"{counts.Values.Sum(count => count.Requests)} requests, {string.Join(", ", counts.Select(count => $"{count.Value.Requests} {count.Key}: {count.Value.Reads} reads, {count.Value.Writes} writes"))}; "
            + $"{_refusals} late writes refused; memory grew by {growth / 1024} KB.");
        Assert.Multiple(() =>
        {
            Assert.That(counts.Values.Sum(count => count.Requests), Is.EqualTo(requests));
            Assert.That(counts.Values.Sum(count => count.Writes), Is.Zero);
            Assert.That(counts[Kind.Malformed].Reads, Is.Zero);
            Assert.That(counts[Kind.Unknown].Reads, Is.EqualTo(counts[Kind.Unknown].Requests));
            Assert.That(counts[Kind.Ended].Reads, Is.EqualTo(counts[Kind.Ended].Requests));
            Assert.That(counts[Kind.Expired].Reads, Is.EqualTo(counts[Kind.Expired].Requests));
            Assert.That(counts[Kind.Many].Reads, Is.InRange(1, CookiesLookedUp * (long)counts[Kind.Many].Requests));
            Assert.That(_refusals, Is.GreaterThan(counts[Kind.Ended].Requests / 20));
            Assert.That(inner.Count, Is.EqualTo(items));
            Assert.That(growth, Is.LessThan(MemoryLimit));
        });
    }

    [Test]
    [Category(TestEngine.Category)]
    public async Task On_DynamoDB_a_malformed_id_costs_no_call_and_any_other_one_read()
    {
        var requests = ProofRun.Count(small: 400, ci: 2_000, @long: 20_000);
        var tableName = await TestEngine.CreateTableAsync();
        var engine = await TestEngine.ClientAsync();
        var (wire, client) = Wire.Connect(new Uri(engine.Config.ServiceURL));
        using (client)
        {
            var table = new DynamoDbSessionTable(client, new SessionTableOptions { TableName = tableName }, _clock);
            using var app = new InProcessApp(table, _clock);
            _cookies = await PrepareAsync(app);
            var before = await ItemsAsync(tableName);

            var calls = new Dictionary<Kind, (int Requests, int Reads, int Writes)>();
            foreach (var kind in new[] { Kind.Malformed, Kind.Unknown, Kind.Ended, Kind.Expired })
            {
                wire.Calls.Clear();
                var sent = await SendAsync(app, kind, requests / 4);
                calls[kind] = (sent, wire.Calls.Count(call => call.IsRead), wire.Calls.Count(call => !call.IsRead));
            }

            await TestContext.Out.WriteLineAsync(string.Join(", ", calls.Select(call => $"{call.Value.Requests} {call.Key}: {call.Value.Reads} reads, {call.Value.Writes} writes")));
            Assert.Multiple(() =>
            {
                Assert.That(calls.Values.Sum(call => call.Requests), Is.EqualTo(requests));
                Assert.That(calls.Values.Sum(call => call.Writes), Is.Zero);
                Assert.That(calls[Kind.Malformed].Reads, Is.Zero);
                Assert.That(calls[Kind.Unknown].Reads, Is.EqualTo(calls[Kind.Unknown].Requests));
                Assert.That(calls[Kind.Ended].Reads, Is.EqualTo(calls[Kind.Ended].Requests));
                Assert.That(calls[Kind.Expired].Reads, Is.EqualTo(calls[Kind.Expired].Requests));
            });
            Assert.That(await ItemsAsync(tableName), Is.EqualTo(before));
        }
    }

    private async Task<FloodCookies> PrepareAsync(InProcessApp app)
    {
        var expired = await CreateSessionsAsync(app);
        _clock.Advance(TimeSpan.FromMinutes(20));

        var ended = await CreateSessionsAsync(app);
        for (var number = 0; number < ended.Count; number++)
        {
            await app.SendAsync($"{SessionApp.CookieName}={ended[number]}", number % 2 == 0 ? FloodEndpoints.Destroying : FloodEndpoints.SigningIn);
        }

        return new FloodCookies(_random, ended, expired);
    }

    private async Task<IReadOnlyList<string>> CreateSessionsAsync(InProcessApp app)
    {
        var cookies = new List<string>();
        for (var number = 0; number < Sessions; number++)
        {
            var jar = new CookieJar(_clock);
            jar.Take((await app.SendAsync(null, FloodEndpoints.Writing)).SetCookies);
            cookies.Add(jar[SessionApp.CookieName]!);
        }

        return cookies;
    }

    private async Task<int> SendAsync(InProcessApp app, Kind kind, int requests)
    {
        for (var number = 0; number < requests; number++)
        {
            var cookies = kind switch
            {
                Kind.Malformed => _cookies.Malformed(),
                Kind.Unknown => FloodCookies.Unknown(),
                Kind.Ended => _cookies.Ended(),
                Kind.Expired => _cookies.Expired(),
                _ => _cookies.Many(),
            };

            // A late request must not write; one with an unknown id may, under a newly issued id.
            var writes = kind == Kind.Ended && _random.Next(10) == 0;
            var endpoint = writes ? FloodEndpoints.Writing : FloodEndpoints.WithoutWriting[_random.Next(FloodEndpoints.WithoutWriting.Count)];
            var response = await app.SendAsync(cookies, endpoint);
            _refusals += writes ? 1 : 0;
            if (response.Status != (writes ? 409 : 200) || response.SetCookies.Any(cookie => !IsDeletion(cookie)))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{kind} {number}, {(writes ? "writing" : "not writing")}: {response.Status}, {response.SetCookies.Count} cookies."));
            }
        }

        return requests;
    }

    private static bool IsDeletion(string? setCookie) => setCookie!.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase);

    private static async Task<IReadOnlyList<string>> ItemsAsync(string tableName)
    {
        var items = (await (await TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = tableName, ConsistentRead = true })).Items;
        return [.. items.Select(item => $"{item["id"].S} {item["expires"].N} {item.GetValueOrDefault("ver")?.N}").Order(StringComparer.Ordinal)];
    }

    private enum Kind
    {
        Malformed,
        Unknown,
        Ended,
        Expired,
        Many,
    }
}
