using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>An optimistic request writes all or nothing, and nothing once another request has committed.</summary>
[Category(TestEngine.Category)]
public sealed class OptimisticTests : LifecycleFixture
{
    [SetUp]
    public Task StartTheSessionAsync() => RunAsync(session => session.Set("count", 1));

    [TestCase("merge")]
    [TestCase("optimistic")]
    public async Task Any_commit_in_between_refuses_it_whole(string policy)
    {
        using var other = App.Twin();

        var answer = await RunAsync(
            async session =>
            {
                session.Set("theme", "dark");
                await RunAsync(session => session.Set("unrelated", "yes"), policy, other);
            },
            "optimistic");

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((409, 0)));
        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "count", "unrelated" }));
    }

    [Test]
    public async Task Reads_and_touches_in_between_do_not()
    {
        using var other = App.Twin();

        var answer = await RunAsync(
            async session =>
            {
                session.Set("theme", "dark");
                Clock.Advance(TimeSpan.FromMinutes(5));
                await ReadAsync("count", other);
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await FieldsAsync(), Contains.Key("theme"));
    }

    [Test]
    public async Task Several_commits_of_the_request_itself_follow_each_other()
    {
        var answer = await RunAsync(
            async session =>
            {
                session.Set("theme", "dark");
                await session.CommitAsync();
                session.Increment("count");
                await session.CommitAsync();
                session.Clear();
                session.Set("left", "this");
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync()).Keys, Is.EqualTo(new[] { "left" }));
    }

    [Test]
    public async Task A_request_that_only_reads_is_never_refused()
    {
        using var other = App.Twin();

        var answer = await RunAsync(
            async session =>
            {
                _ = session.Get<int>("count");
                await RunAsync(session => session.Increment("count"), browser: other);
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(200));
    }
}
