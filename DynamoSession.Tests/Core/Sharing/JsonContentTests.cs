using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Sharing;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Sharing;

/// <summary>A session that is JSON text, rewritten so that Express misses nothing.</summary>
public sealed class JsonContentTests
{
    private const string Before =
        """{"cookie":{"originalMaxAge":3600000, "path":"/","x":1.50},"z":1.50,"dup":1,"dup":2,"odd":"\ud800","\udc00":0,"a":{"b":[1e2,"ü"]},"n":9007199254740993}""";

    [Test]
    public void What_does_not_change_keeps_its_text()
    {
        var after = Rewrite(Sample.Changes(("n", SessionChange.Increment(1)), ("new", SessionChange.Set(Sample.Text("é\"<")))));

        Assert.That(after, Is.EqualTo(Before.Replace("993}", """994,"new":"é\"<"}""", StringComparison.Ordinal)));
    }

    [Test]
    public void A_member_that_is_there_twice_changes_as_one()
    {
        Assert.That(Rewrite(Sample.Changes(("dup", SessionChange.Increment(1)))), Does.Contain("\"dup\":3,\"odd\"").And.Not.Contain("\"dup\":1"));
        Assert.That(Rewrite(Sample.Changes(("dup", SessionChange.Remove))), Does.Not.Contain("dup"));
    }

    [Test]
    public void Clearing_leaves_the_cookie()
    {
        Assert.That(
            Rewrite(Sample.ClearAnd(("only", SessionChange.Increment(2)))),
            Is.EqualTo("""{"cookie":{"originalMaxAge":3600000, "path":"/","x":1.50},"only":2}"""));
    }

    [Test]
    public void Extending_changes_nothing_in_the_cookie_but_its_end()
    {
        var now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

        var after = Rewrite(Sample.Changes(), new(now, now.AddHours(1), HasCookieExpiry: true, NewMaxAge: null));

        Assert.That(after, Does.StartWith("""{"cookie":{"originalMaxAge":3600000,"path":"/","x":1.50,"expires":"2026-11-20T13:00:00.000Z"},"z":1.50,"""));
    }

    [Test]
    public void A_name_and_a_value_that_need_escapes_are_read_back()
    {
        var after = Rewrite(Sample.Changes(("a \"b\"\n", SessionChange.Set(Sample.Text("\\ \u0001")))));

        var read = new JsonContent().Read(DynamoDbJson.Text(Encoding.UTF8.GetBytes(after)))!;
        Assert.That(Sample.TextOf(read.Fields["a \"b\"\n"]), Is.EqualTo(Sample.TextOf(Sample.Text("\\ \u0001"))));
    }

    private static string Rewrite(SessionChanges changes, ExpressExpiryExtension? extension = null)
    {
        var content = new JsonContent().Rewrite(DynamoDbJson.Text(Encoding.UTF8.GetBytes(Before)), changes, extension);
        return Encoding.UTF8.GetString(SessionFieldCodec.ToBytes(content));
    }
}
