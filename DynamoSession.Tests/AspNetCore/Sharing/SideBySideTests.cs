using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>Both applications read and write one session, in turn and at once.</summary>
[TestFixture(ExpressFormat.PwrDrvr)]
[TestFixture(ExpressFormat.ConnectDynamoDb)]
[Category(TestEngine.Category)]
public sealed class SideBySideTests(ExpressFormat format) : SharingFixture(format)
{
    private const int RoundsInTurn = 150;
    private const int RoundsAtOnce = 100;
    private const int Seed = 20_261_120;

    [Test]
    public async Task In_turn_each_sees_all_that_both_have_written()
    {
        var browser = NewBrowser();
        var random = new Random(Seed);
        var expected = new JsonObject();
        await browser.SetAtExpressAsync(new() { ["start"] = "here" });
        expected["start"] = "here";
        var id = browser.Id;

        for (var round = 0; round < RoundsInTurn; round++)
        {
            var name = $"field{random.Next(8)}";
            var value = ValueOf(random, round);
            if (random.Next(2) == 0)
            {
                await browser.SetAtExpressAsync(new() { [name] = value?.DeepClone() });
            }
            else
            {
                await browser.RunAsync(session => Write(session, name, value));
            }

            Keep(expected, name, value);
            Assert.That(JsonNode.DeepEquals(await browser.SeenByUsAsync(), expected), Is.True, $"we, round {round}");
            Assert.That(JsonNode.DeepEquals(await browser.FieldsSeenByExpressAsync(), expected), Is.True, $"Express, round {round}");
        }

        Assert.That(browser.Id, Is.EqualTo(id));
    }

    [Test]
    public async Task At_once_nothing_of_Express_is_lost_by_us_and_nothing_of_ours_by_us()
    {
        var browser = NewBrowser();
        await browser.SetAtExpressAsync(new() { ["start"] = "here" });
        var tabs = Enumerable.Range(0, 3).Select(_ => TwinOf(browser)).ToArray();
        var takenByExpress = 0;

        for (var round = 0; round < RoundsAtOnce; round++)
        {
            var (first, second, express) = ($"first{round % 10}", $"second{round % 10}", $"express{round % 10}");
            var number = round;
            var expressWrites = round % 2 == 1;
            await Task.WhenAll(
                tabs[0].RunAsync(session => Count(session, first, number)),
                tabs[1].RunAsync(session => Count(session, second, number)),
                expressWrites ? tabs[2].SetAtExpressAsync(new() { [express] = number }, holdMilliseconds: number % 7) : tabs[2].SeenByExpressAsync());

            var (ours, theirs) = (await browser.SeenByUsAsync(), await browser.FieldsSeenByExpressAsync());
            Assert.That(JsonNode.DeepEquals(ours, theirs), Is.True, $"both see the same, round {round}");
            Assert.That((string?)theirs["start"], Is.EqualTo("here"));
            if (expressWrites)
            {
                Assert.That((int?)theirs[express], Is.EqualTo(number), $"what Express wrote, round {round}");
                takenByExpress += ((int?)ours[first] == number ? 0 : 1) + ((int?)ours[second] == number ? 0 : 1);
            }
            else
            {
                Assert.That(((int?)ours[first], (int?)ours[second]), Is.EqualTo(((int?)number, (int?)number)), $"what we wrote, round {round}");
            }
        }

        // Express replaces the whole record; how often that hits a write of ours is a matter of timing, and Express's doing.
        TestContext.Out.WriteLine($"Express overwrote {takenByExpress} of {RoundsAtOnce} writes that it met.");
    }

    [Test]
    public async Task At_once_our_increments_and_appends_all_count()
    {
        var browser = NewBrowser();
        await browser.SetAtExpressAsync(new() { ["visits"] = 5 });
        var tabs = Enumerable.Range(0, 12).Select(_ => TwinOf(browser)).ToArray();

        await Task.WhenAll(tabs.Select((tab, number) => tab.RunAsync(session =>
        {
            session.Increment("visits");
            session.Append("tabs", number);
        })));

        var seen = await browser.SeenByExpressAsync();
        Assert.That((int?)seen["visits"], Is.EqualTo(17));
        Assert.That(seen["tabs"]!.AsArray().Select(tab => (int)tab!), Is.EquivalentTo(Enumerable.Range(0, 12)));
    }

    [Test]
    public async Task Clearing_here_leaves_Express_its_session()
    {
        var browser = NewBrowser();
        await browser.SetAtExpressAsync(new() { ["user"] = "alice", ["theme"] = "dark" });

        await browser.RunAsync(session =>
        {
            session.Clear();
            session.Set("only", 1);
        });

        Assert.That((await browser.FieldsSeenByExpressAsync()).ToJsonString(), Is.EqualTo("""{"only":1}"""));
    }

    [Test]
    public async Task A_session_in_the_text_of_connect_dynamodb_is_one_for_both()
    {
        var browser = NewBrowser();
        var id = Guid.NewGuid().ToString();
        browser.Cookies["connect.sid"] = ExpressCookie.ValueOf(id, Encoding.UTF8.GetBytes(Secrets[0]));
        await (await TestEngine.ClientAsync()).PutItemAsync(TableName, new Dictionary<string, AttributeValue>
        {
            ["id"] = new(KeyOf(id)),
            ["sess"] = new("""{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"user":"alice"}"""),
            ["expires"] = new() { N = "4102444800" },
        });

        var ours = await browser.SeenByUsAsync();
        await browser.RunAsync(session => session.Set("cart", 1));
        var theirs = await browser.SetAtExpressAsync(new() { ["theme"] = "dark" });

        Assert.That(ours.ToJsonString(), Is.EqualTo("""{"user":"alice"}"""));
        Assert.That(((string?)theirs["user"], (int?)theirs["cart"]), Is.EqualTo(((string?)"alice", (int?)1)));
        Assert.That(JsonNode.DeepEquals(await browser.SeenByUsAsync(), JsonNode.Parse("""{"user":"alice","cart":1,"theme":"dark"}""")));
    }

    private static JsonNode? ValueOf(Random random, int round) => random.Next(7) switch
    {
        0 => null,
        1 => $"text \"{round}\" ü €\n</script>",
        2 => round - 75,
        3 => round / 8.0,
        4 => random.Next(2) == 0,
        5 => new JsonArray(1, "two", new JsonObject { ["three"] = round }, new JsonArray()),
        _ => new JsonObject { ["cart"] = new JsonArray(new JsonObject { ["sku"] = $"A{round}", ["price"] = 19.99, ["gift"] = null }), ["empty"] = new JsonObject() },
    };

    private static void Write(IDynamoSession session, string name, JsonNode? value)
    {
        if (value is null)
        {
            session.Remove(name);
        }
        else
        {
            session.Set(name, value);
        }
    }

    private static void Keep(JsonObject expected, string name, JsonNode? value)
    {
        expected.Remove(name);
        if (value is not null)
        {
            expected[name] = value.DeepClone();
        }
    }

    private static void Count(IDynamoSession session, string name, int number) => session.Set(name, number);
}
