using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using Moq;

namespace DynamoSession.Tests.Core.Directory;

[Category(TestEngine.Category)]
public sealed class DynamoDbSessionDirectoryTests : SessionDirectoryContract
{
    private IAmazonDynamoDB _dynamoDb = null!;
    private SessionTableOptions _options = null!;
    private RealTimers _timeSource = null!;

    private protected override TimeProvider TimeSource => _timeSource;

    private new DynamoDbSessionDirectory Directory => (DynamoDbSessionDirectory)base.Directory;

    [Test]
    public async Task A_scan_goes_on_where_it_was_saved()
    {
        for (var index = 0; index < 150; index++)
        {
            await SignedInAsync(userId: null);
        }

        var scan = new SessionScan(segments: 1);
        var first = await Directory.ListAsync(scan).Take(101).Select(session => session.Id).ToArrayAsync();
        var resumed = SessionScan.Resume(scan.Save());
        var rest = await Directory.ListAsync(resumed).Select(session => session.Id).ToArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That((scan.IsComplete, resumed.IsComplete), Is.EqualTo((false, true)));
            Assert.That(first.Take(100).Concat(rest).ToArray(), Is.Unique.And.Length.EqualTo(150), "The page of which one session was taken is read again.");
            Assert.That(resumed.ConsumedReadUnits, Is.GreaterThan(0));
        });
    }

    [Test]
    public async Task A_count_goes_on_where_it_was_interrupted_and_a_complete_scan_is_not_repeated()
    {
        for (var index = 0; index < 150; index++)
        {
            await SignedInAsync(userId: null);
        }

        var scan = new SessionScan(segments: 1);
        await foreach (var _ in Directory.ListAsync(scan).Take(101))
        {
            // The first page is read.
        }

        scan = SessionScan.Resume(scan.Save());
        Assert.That(await Directory.CountAsync(scan), Is.EqualTo(50));
        scan = SessionScan.Resume(scan.Save());

        Assert.That((scan.IsComplete, scan.Count), Is.EqualTo((true, 50L)));
        Assert.That(() => Directory.CountAsync(scan), Throws.InvalidOperationException.With.Message.Contains("complete"));
        Assert.That(() => Directory.ReapExpiredAsync(scan), Throws.InvalidOperationException);
        Assert.That(() => Directory.ListAsync(scan).ToArrayAsync().AsTask(), Throws.InvalidOperationException);
    }

    [TestCase("")]
    [TestCase("""{"segments":[]}""")]
    [TestCase("""{"segments":[null]}""")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("[null]")]
    [TestCase("secret")]
    public void What_was_not_saved_by_a_scan_is_refused_without_being_quoted(string text)
    {
        Assert.That(() => SessionScan.Resume(text), Throws.TypeOf<FormatException>().With.Message.Not.Contains("secret"));
    }

    [Test]
    public async Task Other_items_in_the_table_are_neither_listed_nor_reaped_nor_ended()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var key in new[] { "s1#foreign", "other" })
        {
            await _dynamoDb.PutItemAsync(_options.TableName, new()
            {
                [_options.KeyAttribute] = new() { S = key },
                [_options.ExpiresAttribute] = new() { N = "1" },
            });
        }

        var done = (await Directory.CountAsync(), await Directory.ReapExpiredAsync(), await Directory.ClearAsync());

        Assert.That(done, Is.EqualTo((0L, 0L, 0L)));
        Assert.That((await _dynamoDb.ScanAsync(new() { TableName = _options.TableName })).Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_is_kept_of_a_user_has_neither_the_users_name_nor_a_size_that_grows()
    {
        for (var index = 0; index < 40; index++)
        {
            await SignedInAsync("ada@example.org");
            Clock.Advance(TimeSpan.FromMinutes(2));
        }

        var items = (await _dynamoDb.ScanAsync(new() { TableName = _options.TableName })).Items;
        var user = items.Single(item => item.ContainsKey("ids"));

        Assert.Multiple(() =>
        {
            Assert.That(user.Keys, Is.EquivalentTo(new[] { "id", "expires", "fmt", "ids" }));
            Assert.That(user["id"].S, Does.StartWith("s1#u#").And.Length.EqualTo("s1#u#".Length + 43));
            Assert.That(user["ids"].SS, Has.Count.LessThanOrEqualTo(6 + 8));
        });
    }

    [Test]
    public async Task A_table_without_the_index_says_what_is_missing()
    {
        var directory = new DynamoDbSessionDirectory(_dynamoDb, new() { TableName = await TestEngine.CreateTableAsync() }, new(), TimeSource);

        Assert.That(() => directory.DestroyByUserAsync("ada"), Throws.TypeOf<SessionStoreException>().With.Message.Contains("'byUser'").And.Message.Not.Contains("ada"));
    }

    [Test]
    public async Task A_sign_in_does_not_fail_because_registrations_could_not_be_removed()
    {
        for (var index = 0; index < 8; index++)
        {
            await SignedInAsync();
        }

        Clock.Advance(TimeSpan.FromMinutes(11));
        var removals = 0;
        var failing = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        failing.Setup(client => client.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((UpdateItemRequest request, CancellationToken cancellationToken) =>
            {
                if (!request.UpdateExpression.StartsWith("DELETE ", StringComparison.Ordinal))
                {
                    return _dynamoDb.UpdateItemAsync(request, cancellationToken);
                }

                removals++;
                throw new InternalServerErrorException("failing");
            });
        var creation = SignIn();

        var status = await new DynamoDbSessionTable(failing.Object, _options, TimeSource).CreateAsync(creation, default);

        Assert.That((status, removals), Is.EqualTo((SessionWriteStatus.Applied, 1)));
        Assert.That(await StatusOfAsync(creation.Id), Is.EqualTo(SessionLoadStatus.Live));
    }

    private protected override async Task<(ISessionTable Table, ISessionDirectory Directory)> CreateAsync()
    {
        _timeSource = new RealTimers(Clock);
        _dynamoDb = await TestEngine.ClientAsync();
        _options = new SessionTableOptions { TableName = await TestEngine.CreateSessionTableAsync() };
        var options = new SessionDirectoryOptions { ReadUnitsPerSecond = 100_000, WriteUnitsPerSecond = 100_000 };
        return (new DynamoDbSessionTable(_dynamoDb, _options, TimeSource), new DynamoDbSessionDirectory(_dynamoDb, _options, options, TimeSource));
    }

    /// <summary>The test's clock, with timers that do not wait for the test to move it.</summary>
    private sealed class RealTimers(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
    }
}
