using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>The user and the idle timeout of a single session.</summary>
[Category(TestEngine.Category)]
public sealed class SessionPropertiesTests : LifecycleFixture
{
    [Test]
    public async Task A_session_is_bound_to_a_user_until_that_is_taken_back()
    {
        await RunAsync(session => session.UserId = "ada");
        Assert.That((await ItemAsync())["uid"].S, Is.EqualTo("ada"));

        await RunAsync(session => session.Increment("count"));
        Assert.That((await ItemAsync())["uid"].S, Is.EqualTo("ada"), "Other commits keep it.");

        Assert.That((await App.AskAsync(session => session.UserId)).Text, Is.EqualTo("ada"));
        await RunAsync(session => session.UserId = null);
        Assert.That(await ItemAsync(), Does.Not.ContainKey("uid"));
    }

    [Test]
    public async Task Binding_it_to_the_same_user_again_writes_nothing()
    {
        await RunAsync(session => session.UserId = "ada");
        App.App.TakeCalls();

        await RunAsync(session => session.UserId = "ada");

        Assert.That(App.CountWrites(), Is.Zero);
    }

    [Test]
    public async Task Destroying_a_session_takes_its_user_with_it()
    {
        await RunAsync(session => session.UserId = "ada");
        var old = Browser.SessionCookie;

        await RunAsync(session =>
        {
            session.Destroy();
            session.Set("flash", "bye");
        });

        Assert.That(await ItemAsync(old), Does.Not.ContainKey("uid"));
        Assert.That(await ItemAsync(), Does.Not.ContainKey("uid"));
    }

    [Test]
    public async Task The_index_by_user_finds_the_sessions_of_a_user()
    {
        var engine = await TestEngine.ClientAsync();
        var options = new SessionTableOptions { TableName = TestEngine.NewTableName() };
        await new SessionTableProvisioner(engine, options, TimeProvider.System).CreateIfNotExistsAsync(TimeSpan.FromMinutes(1), default);
        var table = new DynamoDbSessionTable(engine, options, Clock);
        var creation = new SessionCreation
        {
            Id = Support.Sample.NewId(),
            Fields = Support.Sample.Fields(),
            CreatedAt = Clock.GetUtcNow(),
            ExpiresAt = Clock.GetUtcNow().AddMinutes(20),
            AbsoluteExpiresAt = null,
            UserId = "ada",
        };
        await table.CreateAsync(creation, default);
        await table.CreateAsync(Support.Sample.Creation(Clock.GetUtcNow()), default);

        var found = await engine.QueryAsync(new QueryRequest
        {
            TableName = options.TableName,
            IndexName = "byUser",
            KeyConditionExpression = "uid = :user",
            ExpressionAttributeValues = new() { [":user"] = new AttributeValue("ada") },
        });

        Assert.That(found.Items.Select(item => item["id"].S), Is.EqualTo(new[] { "s1#" + creation.Id }));
    }

    [TestCase("")]
    [TestCase("\ud800")]
    [TestCase(null, 1_025)]
    public async Task A_user_id_that_cannot_be_one_is_refused(string? value, int length = 0)
    {
        value ??= new string('x', length);

        await RunAsync(session => Assert.Throws<ArgumentException>(() => session.UserId = value));

        Assert.That(App.CountWrites(), Is.Zero);
    }

    [TestCase(59)]
    [TestCase(400 * 24 * 3_600 + 1)]
    public async Task An_idle_timeout_out_of_range_is_refused(int seconds)
    {
        await RunAsync(session => Assert.Throws<ArgumentOutOfRangeException>(() => session.IdleTimeout = TimeSpan.FromSeconds(seconds)));
    }

    [TestCase(5)]
    [TestCase(480)]
    public async Task A_session_lives_for_its_own_idle_timeout_and_not_a_second_longer(int minutes)
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(minutes));

        Clock.Advance(TimeSpan.FromSeconds((minutes * 60) - 1));
        var last = await ReadAsync("cart");
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        var gone = await ReadAsync("cart");

        Assert.That((last, gone), Is.EqualTo(("3 items", "")));
    }

    [Test]
    public async Task It_is_touched_by_a_tenth_of_its_own_idle_timeout()
    {
        await RunAsync(session =>
        {
            session.Set("cart", "3 items");
            session.IdleTimeout = TimeSpan.FromMinutes(100);
        });
        App.App.TakeCalls();

        Clock.Advance(TimeSpan.FromSeconds(599));
        await ReadAsync("cart");
        Assert.That(App.CountWrites(), Is.Zero);

        Clock.Advance(TimeSpan.FromSeconds(1));
        await ReadAsync("cart");
        Assert.That(App.CountWrites(), Is.EqualTo(1));
        Assert.That((await ItemAsync())["expires"].N, Is.EqualTo($"{Clock.GetUtcNow().AddMinutes(100).ToUnixTimeSeconds()}"));
    }

    [Test]
    public async Task The_absolute_end_is_never_passed()
    {
        await RunAsync(session =>
        {
            session.Set("cart", "3 items");
            session.IdleTimeout = TimeSpan.FromHours(24);
        });
        Clock.Advance(TimeSpan.FromHours(5));
        await RunAsync(session => session.Set("cart", "4 items"));

        Assert.That((await ItemAsync())["expires"].N, Is.EqualTo((await ItemAsync())["abs"].N));
    }

    [Test]
    public async Task Taking_the_applications_idle_timeout_again_removes_its_own()
    {
        await RunAsync(session =>
        {
            session.Set("cart", "3 items");
            session.IdleTimeout = TimeSpan.FromHours(2);
        });

        await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(20));

        var item = await ItemAsync();
        Assert.That(item, Does.Not.ContainKey("idle"));
        Assert.That(item["expires"].N, Is.EqualTo($"{Clock.GetUtcNow().AddMinutes(20).ToUnixTimeSeconds()}"));
        Assert.That((await App.AskAsync(session => session.IdleTimeout)).Text, Is.EqualTo("00:20:00"));
    }

    [Test]
    public async Task An_idle_timeout_alone_makes_no_session()
    {
        var answer = await RunAsync(session => session.IdleTimeout = TimeSpan.FromHours(2));

        Assert.That((App.CountWrites(), answer.SetCookies.Count), Is.EqualTo((0, 0)));
    }

    [TestCase("read-only")]
    public async Task Where_the_session_cannot_be_written_neither_can_they(string policy)
    {
        await RunAsync(session => session.Set("cart", "3 items"));

        await RunAsync(
            session =>
            {
                Assert.Throws<InvalidOperationException>(() => session.UserId = "ada");
                Assert.Throws<InvalidOperationException>(() => session.IdleTimeout = TimeSpan.FromHours(2));
                Assert.Throws<InvalidOperationException>(session.RenewId);
            },
            policy);
    }
}
