using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>
/// Whatever is stored under a session's key is read as a session, treated as no session, or recognized as written by a newer version.
/// An unreadable item is reported and left unchanged.
/// </summary>
[Category(ProofRun.Category)]
public sealed class StoredItemFuzzTests
{
    private const int RequestEvery = 4;

    private static readonly int Inputs = ProofRun.Count(small: 4_000, ci: 200_000, @long: 10_000_000);

    private readonly ManualTimeProvider _clock = new();
    private readonly OneItemClient _client = new();
    private readonly WatchedLogs _logs = new();
    private readonly int[] _found = new int[Enum.GetValues<SessionLoadStatus>().Length];
    private DynamoDbSessionTable _table = null!;
    private InProcessApp _app = null!;
    private int _newer;
    private int _requests;

    [OneTimeSetUp]
    public void Start()
    {
        _table = new DynamoDbSessionTable(_client, new SessionTableOptions(), _clock);
        _app = new InProcessApp(_table, _clock, logs: _logs);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _app.Dispose();
        _client.Dispose();
        _logs.Dispose();
    }

    [Test]
    public void Any_item_is_read_or_refused_and_an_unreadable_one_is_reported_and_left_unchanged()
    {
        var random = new Random(ProofRun.NewSeed());
        var items = new RandomItems(random, _clock.GetUtcNow());
        var bounds = new Bounds(bytes: 1024 * 1024, bytesPerUnit: 0);
        for (var input = 0; input < Inputs; input++)
        {
            _client.Item = items.Next();
            var sendsRequest = input % RequestEvery == 0;

            var problem = bounds.Try(length: 0, () =>
            {
                var status = Load();
                if (sendsRequest)
                {
                    Send(status, writes: random.Next(2) == 0);
                }
            });

            Assert.That(problem, Is.Null, () => $"Input {input}: {Shown(_client.Item)}");
        }

        var found = string.Join(", ", Enum.GetValues<SessionLoadStatus>().Select(status => string.Create(CultureInfo.InvariantCulture, $"{_found[(int)status]:N0} {status}")));
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bounds}; {found}, {_newer:N0} newer; {_requests:N0} requests"));
        Assert.Multiple(() =>
        {
            Assert.That(bounds.Inputs, Is.EqualTo(Inputs));
            Assert.That(_requests, Is.EqualTo(Inputs / RequestEvery));
            Assert.That(_found[(int)SessionLoadStatus.Live], Is.GreaterThan(Inputs / 5));
            Assert.That(_found[(int)SessionLoadStatus.Unreadable], Is.GreaterThan(Inputs / 20));
        });
    }

    /// <returns>The status of the item; null if a newer version wrote it.</returns>
    private SessionLoadStatus? Load()
    {
        try
        {
            var result = _table.LoadAsync(Sample.NewId(), consistentRead: true, default).GetAwaiter().GetResult();
            _found[(int)result.Status]++;
            return result.Status;
        }
        catch (SessionStoreException exception) when (exception.Message.Contains("has format", StringComparison.Ordinal))
        {
            _newer++;
            return null;
        }
    }

    private void Send(SessionLoadStatus? status, bool writes)
    {
        _requests++;
        _logs.Own.Clear();
        var writesBefore = _client.Writes;
        var isNew = false;
        var response = _app.SendAsync($"{SessionApp.CookieName}={SessionId.NewSecret()}", context =>
        {
            var session = context.GetDynamoSession();
            isNew = session.IsNew;
            ReadAll(session);
            if (writes && status == SessionLoadStatus.Live)
            {
                session.Set("written", 1);
            }

            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

        var isLive = status == SessionLoadStatus.Live;
        var warnings = _logs.Own.GetSnapshot().Count(entry => entry.Level == LogLevel.Warning);
        if (response.Status != (status is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK))
        {
            throw new InvalidOperationException($"The response to {status} was {response.Status}: {string.Join("; ", _logs.Own.GetSnapshot())}");
        }

        if (status is not null && isNew == isLive)
        {
            throw new InvalidOperationException($"{status}, but IsNew is {isNew}.");
        }

        if (!isLive && _client.Writes != writesBefore)
        {
            throw new InvalidOperationException($"{status}, but the item was written.");
        }

        if (status == SessionLoadStatus.Unreadable && warnings != 1)
        {
            throw new InvalidOperationException($"{status}, but {warnings} warnings were logged.");
        }
    }

    private static void ReadAll(IDynamoSession session)
    {
        _ = (session.CreatedAt, session.ExpiresAt, session.UserId);
        foreach (var key in session.Keys)
        {
            session.TryGetValue(key, out byte[]? _);
            try
            {
                session.Get<object>(key);
                session.Get<string>(key);
            }
            catch (SessionFieldTypeException)
            {
                // The value is not text.
            }
        }
    }

    private static string Shown(Dictionary<string, AttributeValue> item) => JsonSerializer.Serialize(item.Select(attribute => $"{attribute.Key}: {Shown(attribute.Value)}"));

    private static string Shown(AttributeValue value) => value switch
    {
        { S: { } text } => $"S {text}",
        { N: { } number } => $"N {number}",
        { M: { } members } => $"M {string.Join(", ", members.Select(member => member.Key))}",
        _ => "of another type",
    };
}
