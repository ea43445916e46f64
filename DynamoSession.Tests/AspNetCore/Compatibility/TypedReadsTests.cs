using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Compatibility;

/// <summary>What was written by one of the two APIs, read by the other.</summary>
[TestFixture(SessionKind.Dynamo)]
[TestFixture(SessionKind.MicrosoftOnDynamo)]
public sealed class TypedReadsTests(SessionKind kind)
{
    [Test]
    public Task Bytes_read_as_types() => RunAsync(
        session =>
        {
            session.SetString("name", "Ann");
            session.SetString("four", "abcd");
            session.SetString("guid", "0f8fad5b-d9cb-469f-a165-70867728950e");
            session.SetInt32("count", 5);
            session.Set("raw", [0, 1, 2]);
        },
        session => Assert.Multiple(() =>
        {
            Assert.That(session.Get<string>("name"), Is.EqualTo("Ann"));
            Assert.That(session.Get<string>("four"), Is.EqualTo("abcd"));
            Assert.That(session.Get<Guid>("guid"), Is.EqualTo(Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e")));
            Assert.That(session.Get<int>("count"), Is.EqualTo(5));
            Assert.That(session.Get<byte[]>("raw"), Is.EqualTo(new byte[] { 0, 1, 2 }));
            Assert.That(session.Get<ReadOnlyMemory<byte>>("raw").ToArray(), Is.EqualTo(new byte[] { 0, 1, 2 }));
            Assert.That(() => session.Get<int>("name"), Throws.TypeOf<SessionFieldTypeException>());
            Assert.That(() => session.Get<List<int>>("raw"), Throws.TypeOf<SessionFieldTypeException>());
        }));

    [Test]
    public Task Types_read_as_bytes() => RunAsync(
        session =>
        {
            session.Set("name", "Ann");
            session.Set("count", 5);
            session.Set("big", 5_000_000_000L);
            session.Set("half", 0.5);
            session.Set("whole", 5.0m);
            session.Set("yes", true);
            session.Set("list", new[] { 1, 2 });
            session.Set("map", new { A = "x" });
            session.Set<string?>("nothing", null);
            session.Set("bytes", new ReadOnlyMemory<byte>([0xFF, 0]));
        },
        session => Assert.Multiple(() =>
        {
            Assert.That(session.GetString("name"), Is.EqualTo("Ann"));
            Assert.That(session.GetInt32("count"), Is.EqualTo(5));
            Assert.That(session.GetString("big"), Is.EqualTo("5000000000"));
            Assert.That(session.GetString("half"), Is.EqualTo("0.5"));
            Assert.That(session.GetInt32("whole"), Is.EqualTo(5));
            Assert.That(session.GetString("yes"), Is.EqualTo("true"));
            Assert.That(session.GetString("list"), Is.EqualTo("[1,2]"));
            Assert.That(session.GetString("map"), Is.EqualTo("""{"A":"x"}"""));
            Assert.That(session.Get("nothing"), Is.Not.Null);
            Assert.That(session.Get("bytes"), Is.EqualTo(new byte[] { 0xFF, 0 }));
        }));

    [Test]
    public Task SetInt32_over_an_equal_typed_number_keeps_it_a_number() => RunAsync(
        session => session.Set("count", 5),
        session =>
        {
            session.SetInt32("count", 5);
            session.Increment("count");
        },
        session => Assert.That(session.Get<int>("count"), Is.EqualTo(6)));

    private async Task RunAsync(params Action<ISession>[] steps)
    {
        var answers = await SessionSteps.RunAsync(kind, [.. steps.Select(step => (Func<ISession, string>)(session =>
        {
            step(session);
            return "done";
        }))]);

        Assert.That(answers, Is.All.EqualTo("200: done"));
    }
}
