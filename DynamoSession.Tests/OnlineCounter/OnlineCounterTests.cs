using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.OnlineCounter;

/// <summary>
/// The example counts what browsers do to a real application, from the stream of its table, however the stream's records are delivered.
/// </summary>
[Category(TestEngine.Category)]
public sealed class OnlineCounterTests
{
    private static readonly (int Sessions, int Users) Expected = (5, 2);

    private SessionApp _app = null!;
    private TableStream _stream = null!;
    private IReadOnlyList<JsonObject> _records = null!;
    private string _counterTable = null!;

    [OneTimeSetUp]
    public async Task UseTheApplication()
    {
        _app = await SessionApp.StartAsync(Pipeline);
        _stream = await TableStream.EnableAsync(_app.TableName);
        await VisitAsync();
        await SignInAsync("ada", visitsBefore: true);
        await SignInAsync("ada");
        await SignOutAsync("bob");
        await RenewAsync("eve");
        await UnbindAsync("carol");
        var expired = await SignInAsync("dave");
        await DeleteAsync(expired);

        _records = [.. (await _stream.ReadAsync()).Select(record => AsOfTimeToLive(record, expired))];
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _stream.Dispose();
        await _app.DisposeAsync();
    }

    [SetUp]
    public void NameTheTable() => _counterTable = $"online-{Guid.NewGuid():N}";

    // The table also keeps an item of each user, whose records say nothing about a session.
    private static bool IsOfSession(JsonObject record) => !record["dynamodb"]!["Keys"]!["id"]!["S"]!.GetValue<string>().StartsWith("s1#u#", StringComparison.Ordinal);

    [Test]
    public async Task Counts_sessions_and_users_of_records_in_order()
    {
        await using var counter = await StartAsync();

        Assert.That(await counter.DeliverAsync(_records), Is.Null);

        Assert.That(await counter.CountAsync(), Is.EqualTo(Expected));
    }

    [Test]
    public async Task A_renewal_is_one_session_again_when_both_its_records_have_arrived()
    {
        await using var counter = await StartAsync();
        var records = _records.Where(IsOfSession).ToArray();
        var (anonymous, copy, fence) = (records.Take(2), records[2], records[3]);

        await counter.DeliverAsync(anonymous);
        Assert.That(await counter.CountAsync(), Is.EqualTo((2, 0)));

        await counter.DeliverAsync([copy]);
        Assert.That(await counter.CountAsync(), Is.EqualTo((3, 1)));

        await counter.DeliverAsync([fence]);
        Assert.That(await counter.CountAsync(), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Records_that_are_delivered_again_change_nothing()
    {
        await using var counter = await StartAsync();
        await counter.DeliverAsync(_records.SelectMany(record => new[] { record, record }));
        Assert.That(await counter.CountAsync(), Is.EqualTo(Expected));

        // The creations alone would bring back what has ended.
        var creations = _records.DistinctBy(KeyOf).ToArray();
        Assert.That(creations, Has.Length.GreaterThan(Expected.Sessions));
        Assert.That(await counter.DeliverAsync(creations), Is.Null);

        Assert.That(await counter.CountAsync(), Is.EqualTo(Expected));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Records_in_any_order_and_some_of_them_again_are_counted_alike(int seed)
    {
        await using var counter = await StartAsync();
        var random = new Random(seed);
        var deliveries = _records.Concat(_records.Where(_ => random.Next(2) == 0)).ToArray();
        random.Shuffle(deliveries);

        foreach (var batch in deliveries.Chunk(4))
        {
            Assert.That(await counter.DeliverAsync(batch), Is.Null);
        }

        Assert.That(await counter.CountAsync(), Is.EqualTo(Expected));
    }

    [Test]
    public async Task Shards_that_are_behind_are_counted_when_they_have_caught_up()
    {
        await using var counter = await StartAsync();
        var shards = _records.GroupBy(KeyOf).Select((records, index) => (Records: records, Index: index)).ToLookup(item => item.Index % 2, item => item.Records);

        foreach (var shard in shards.OrderByDescending(shard => shard.Key))
        {
            await counter.DeliverAsync(shard.SelectMany(records => records));
        }

        Assert.That(await counter.CountAsync(), Is.EqualTo(Expected));
    }

    [Test]
    public async Task Counts_survive_a_restart()
    {
        await using (var first = await StartAsync())
        {
            await first.DeliverAsync(_records);
        }

        await using var second = await StartAsync();

        Assert.That(await second.CountAsync(), Is.EqualTo(Expected));
    }

    [Test]
    public async Task A_session_that_has_expired_is_not_counted_although_no_record_says_so()
    {
        var hourAgo = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1));
        await using var app = await SessionApp.StartAsync(Pipeline, clock: hourAgo);
        using var stream = await TableStream.EnableAsync(app.TableName);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/sign-in", "ada");
        await using var counter = await OnlineCounterProcess.StartAsync(_counterTable);

        var created = await stream.ReadAsync();
        await counter.DeliverAsync(created);
        Assert.That((created.Count(IsOfSession), await counter.CountAsync()), Is.EqualTo((1, (0, 0))));

        // The browser comes back in time, and the touch is the only thing that the stream tells of it.
        hourAgo.Advance(TimeSpan.FromMinutes(19));
        await browser.GetAsync("/");
        hourAgo.Advance(TimeSpan.FromMinutes(19));
        await browser.GetAsync("/");
        hourAgo.Advance(TimeSpan.FromMinutes(19));
        await browser.GetAsync("/");
        await counter.DeliverAsync(await stream.ReadAsync());

        Assert.That(await counter.CountAsync(), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_record_that_cannot_be_read_is_reported_and_what_comes_before_it_is_counted()
    {
        await using var counter = await StartAsync();
        var malformed = _records[2].DeepClone().AsObject();
        malformed.Remove("eventName");

        var failedFrom = await counter.DeliverAsync([.. _records.Take(2), malformed, .. _records.Skip(3)]);

        Assert.That(failedFrom, Is.EqualTo(SequenceNumberOf(malformed)));
        Assert.That(await counter.CountAsync(), Is.EqualTo((2, 0)));
        Assert.That(counter.Output, Does.Contain("Records[2].eventName is missing"));

        await counter.DeliverAsync(_records.Skip(2));
        Assert.That(await counter.CountAsync(), Is.EqualTo(Expected));
    }

    [Test]
    public async Task An_event_that_cannot_be_stored_is_reported()
    {
        await using var counter = await OnlineCounterProcess.StartAsync(_counterTable, environment: "Production");

        Assert.That(await counter.DeliverAsync(_records), Is.EqualTo(SequenceNumberOf(_records[0])));
    }

    [Test]
    public async Task A_body_that_is_not_an_event_has_failed_as_a_whole()
    {
        await using var counter = await StartAsync();

        Assert.That(await counter.DeliverAsync("""{"Records":"""), Is.Empty);
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseRouting();
        app.UseDynamoSession();
        app.MapGet("/", () => "hello");
        app.MapPost("/visit", (HttpContext context) => context.GetDynamoSession().Increment("visits"));
        app.MapPost("/sign-in", async (HttpContext context) =>
        {
            var session = context.GetDynamoSession();
            session.RenewId();
            session.UserId = await new StreamReader(context.Request.Body).ReadToEndAsync();
        });
        app.MapPost("/renew", (HttpContext context) => context.GetDynamoSession().RenewId());
        app.MapPost("/unbind", (HttpContext context) =>
        {
            context.GetDynamoSession().UserId = null;
        });
        app.MapPost("/sign-out", (HttpContext context) => context.GetDynamoSession().Destroy());
    }

    private Task<OnlineCounterProcess> StartAsync() => OnlineCounterProcess.StartAsync(_counterTable);

    private async Task VisitAsync()
    {
        using var browser = _app.NewBrowser();
        await PostAsync(browser, "/visit");
    }

    private async Task<string> SignInAsync(string userId, bool visitsBefore = false)
    {
        using var browser = _app.NewBrowser();
        if (visitsBefore)
        {
            await PostAsync(browser, "/visit");
        }

        await PostAsync(browser, "/sign-in", userId);
        return browser.SessionCookie!;
    }

    private async Task SignOutAsync(string userId)
    {
        using var browser = _app.NewBrowser();
        await PostAsync(browser, "/sign-in", userId);
        await PostAsync(browser, "/visit");
        await PostAsync(browser, "/sign-out");
    }

    private async Task RenewAsync(string userId)
    {
        using var browser = _app.NewBrowser();
        await PostAsync(browser, "/visit");
        await PostAsync(browser, "/sign-in", userId);
        await PostAsync(browser, "/renew");
        await PostAsync(browser, "/visit");
    }

    private async Task UnbindAsync(string userId)
    {
        using var browser = _app.NewBrowser();
        await PostAsync(browser, "/sign-in", userId);
        await PostAsync(browser, "/unbind");
    }

    private static async Task PostAsync(Browser browser, string path, string text = "")
    {
        var answer = await browser.PostAsync(path, text);
        Assert.That(answer.Status, Is.EqualTo(200), $"{path}: {answer.Text}");
    }

    private async Task DeleteAsync(string cookie) => await (await TestEngine.ClientAsync()).DeleteItemAsync(
        _app.TableName, new Dictionary<string, AttributeValue> { ["id"] = new(SessionApp.KeyOf(cookie)) });

    /// <summary>Returns the deletion as DynamoDB's own time to live is told of, which the tests cannot wait for.</summary>
    private static JsonObject AsOfTimeToLive(JsonObject record, string cookie)
    {
        if (record["eventName"]!.GetValue<string>() == "REMOVE" && KeyOf(record) == SessionApp.KeyOf(cookie))
        {
            record["userIdentity"] = new JsonObject { ["type"] = "Service", ["principalId"] = "dynamodb.amazonaws.com" };
        }

        return record;
    }

    private static string KeyOf(JsonObject record) => record["dynamodb"]!["Keys"]!["id"]!["S"]!.GetValue<string>();

    private static string SequenceNumberOf(JsonObject record) => record["dynamodb"]!["SequenceNumber"]!.GetValue<string>();
}
