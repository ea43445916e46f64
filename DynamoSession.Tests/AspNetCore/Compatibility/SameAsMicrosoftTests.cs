using System.Security.Cryptography;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Compatibility;

/// <summary>The same code says the same under Microsoft's session, under ours, and under Microsoft's on our storage.</summary>
[TestFixture(SessionKind.Dynamo)]
[TestFixture(SessionKind.MicrosoftOnDynamo)]
public sealed class SameAsMicrosoftTests(SessionKind kind)
{
    [Test]
    public Task Texts_and_numbers() => AssertSameAsync(
        session =>
        {
            session.SetString("name", "Ann");
            session.SetString("empty", "");
            session.SetString("four", "abcd");
            session.SetString("unicode", "Grüße 👋\t\r\n");
            session.SetString("control", "a\u0001b\u0000");
            session.SetInt32("zero", 0);
            session.SetInt32("least", int.MinValue);
            session.SetInt32("letters", 0x61626364);
            return Describe(session);
        },
        Describe,
        session => string.Join("|", session.GetString("name"), session.GetString("empty"), session.GetString("four"), session.GetString("unicode"), session.GetString("control"), session.GetString("absent") ?? "null"),
        session => string.Join("|", session.GetInt32("zero"), session.GetInt32("least"), session.GetInt32("letters"), session.GetInt32("absent") is null),
        session => string.Join("|", session.GetInt32("name") is null, session.GetInt32("four"), session.GetString("letters")));

    [Test]
    public Task Keys_and_removals() => AssertSameAsync(
        session => $"{session.IsAvailable} {session.Keys.Count()}",
        session =>
        {
            session.SetString("a", "1");
            session.SetString("b", "2");
            session.SetString("c", "3");
            session.Remove("b");
            session.Remove("absent");
            return Describe(session);
        },
        session =>
        {
            foreach (var key in session.Keys.ToArray())
            {
                session.Remove(key);
            }

            return Describe(session);
        },
        Describe,
        session =>
        {
            session.SetString("d", "4");
            return Describe(session);
        },
        session =>
        {
            session.Clear();
            session.SetString("e", "5");
            return Describe(session);
        },
        Describe,
        session =>
        {
            session.Clear();
            return Describe(session);
        },
        Describe);

    [Test]
    public Task Keys_by_case_and_unicode() => AssertSameAsync(
        session =>
        {
            session.SetString("Key", "1");
            session.SetString("key", "2");
            session.SetString("a.b[0]#c", "3");
            session.SetString("schlüssel 🔑", "4");
            session.SetString(" ", "5");
            return Describe(session);
        },
        Describe);

    [Test]
    public Task Values_as_they_were_when_they_were_set() => AssertSameAsync(
        session =>
        {
            byte[] bytes = [1, 2, 3];
            session.Set("bytes", bytes);
            session.TryGetValue("bytes", out var read);
            return Convert.ToHexString(read!);
        },
        session => session.TryGetValue("bytes", out var value) ? Convert.ToHexString(value) : "none",
        session => session.TryGetValue("absent", out var value) ? Convert.ToHexString(value) : $"none {value is null}",
        session => session.Get("bytes") is { } value ? Convert.ToHexString(value) : "none");

    [Test]
    public Task Null_is_refused() => AssertSameAsync(session => string.Join(
        "|",
        Refusal(() => session.Set("a", null!)),
        Refusal(() => session.SetString("a", null!)),
        session.Keys.Count()));

    [TestCase(1)]
    [TestCase(2)]
    public Task Bytes_of_every_length_and_kind(int seed)
    {
        var grid = Grid(new Random(seed)).ToArray();
        return AssertSameAsync(
            session =>
            {
                for (var index = 0; index < grid.Length; index++)
                {
                    session.Set($"b{index}", grid[index]);
                }

                return Describe(session);
            },
            session =>
            {
                for (var index = 0; index < grid.Length; index++)
                {
                    Assert.That(session.Get($"b{index}"), Is.EqualTo(grid[index]), $"bytes {index}: {Convert.ToHexString(grid[index])}");
                }

                return Describe(session);
            });
    }

    private static IEnumerable<byte[]> Grid(Random random)
    {
        for (var length = 0; length <= 300; length += length < 32 ? 1 : 7)
        {
            yield return Fill(new byte[length], random.NextBytes);
            // Text, so that both ways of storing are met at every length.
            yield return Fill(new byte[length], bytes => bytes.AsSpan().Fill((byte)random.Next(' ', '~' + 1)));
        }

        for (var value = 0; value <= 255; value++)
        {
            yield return [(byte)value];
        }

        yield return "é\u0080\u009f\u00a0"u8.ToArray();
        yield return [0xC2];
        yield return [0xED, 0xA0, 0x80];
        yield return [0xEF, 0xBB, 0xBF];
        yield return [0xF4, 0x90, 0x80, 0x80];
        yield return """{"S":"x"}"""u8.ToArray();
    }

    private static byte[] Fill(byte[] bytes, Action<byte[]> fill)
    {
        fill(bytes);
        return bytes;
    }

    // A hash: what is asserted is only that both say the same.
    private static string Describe(ISession session) => string.Join(
        "|",
        session.Keys.Order(StringComparer.Ordinal).Select(key => $"{key}={Convert.ToHexString(SHA256.HashData(session.Get(key)!)[..4])}"));

    private static string Refusal(Action action)
    {
        try
        {
            action();
            return "accepted";
        }
        catch (ArgumentException exception)
        {
            return exception.GetType().Name;
        }
    }

    private async Task AssertSameAsync(params Func<ISession, string>[] steps)
    {
        var expected = await SessionSteps.RunAsync(SessionKind.Microsoft, steps);

        Assert.That(await SessionSteps.RunAsync(kind, steps), Is.EqualTo(expected));
        Assert.That(expected, Is.All.StartsWith("200"));
    }
}
