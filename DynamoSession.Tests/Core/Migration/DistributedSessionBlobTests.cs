using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Microsoft;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Migration;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>Sessions that Microsoft's middleware has serialised.</summary>
public sealed class DistributedSessionBlobTests
{
    [Test]
    public async Task Every_field_comes_back_bit_for_bit()
    {
        Dictionary<string, byte[]> written = new(StringComparer.Ordinal)
        {
            ["text"] = "Zoë 🔑"u8.ToArray(),
            ["four"] = "four"u8.ToArray(),
            ["number"] = [0, 0, 0, 42],
            ["bytes"] = [0xFF, 0x00, 0x80],
            ["empty"] = [],
            ["large"] = new byte[100_000],
            ["ключ 🔑"] = "x"u8.ToArray(),
        };
        var blob = await MicrosoftBlob.WriteAsync(session =>
        {
            foreach (var (key, value) in written)
            {
                session.Set(key, value);
            }
        });

        var session = DistributedSessionBlob.Read(blob).Session!;

        Assert.That(session.Fields.ToDictionary(field => field.Key, field => SessionFieldCodec.ToBytes(field.Value), StringComparer.Ordinal), Is.EquivalentTo(written));
        Assert.That(session.Problems, Is.Empty);
        Assert.That(session.ExpiresAt, Is.Null);
        Assert.That(session.IdleTimeout, Is.Null);
        Assert.That(session.IsPersistent, Is.False);
    }

    [Test]
    public async Task Text_is_text_and_four_bytes_may_be_a_number()
    {
        var blob = await MicrosoftBlob.WriteAsync(session =>
        {
            session.SetString("theme", "dark mode");
            session.SetInt32("count", 42);
        });

        var fields = DistributedSessionBlob.Read(blob).Session!.Fields;

        Assert.That(Sample.TextOf(fields["theme"]), Is.EqualTo("""{"S":"dark mode"}"""));
        Assert.That(new SessionFieldCodec(SessionFieldCodec.CreateDefaultOptions()).Decode<int>("count", fields["count"]), Is.EqualTo(42));
    }

    [Test]
    public async Task A_name_that_cannot_be_a_field_costs_its_field_alone()
    {
        var blob = await MicrosoftBlob.WriteAsync(session =>
        {
            session.SetString("", "x");
            session.SetString(new string('n', 256), "x");
            session.SetString("kept", "x");
        });

        var session = DistributedSessionBlob.Read(blob).Session!;

        Assert.That(session.Fields.Keys, Is.EqualTo(new[] { "kept" }));
        Assert.That(session.Problems.Select(problem => problem.Field), Is.EquivalentTo(new[] { "", new string('n', 64) }));
    }

    [Test]
    public void A_session_without_fields_is_one() =>
        Assert.That(DistributedSessionBlob.Read([2, 0, 0, 0, .. new byte[16]]).Session!.Fields, Is.Empty);

    [Test]
    public void Of_two_entries_with_one_key_the_last_counts()
    {
        byte[] blob = [2, 0, 0, 2, .. new byte[16], .. Entry("a"u8, "first"u8), .. Entry("a"u8, "second"u8)];

        Assert.That(Sample.TextOf(DistributedSessionBlob.Read(blob).Session!.Fields)["a"], Is.EqualTo("""{"S":"second"}"""));
    }

    [Test]
    public void Bytes_that_are_not_exactly_one_session_are_corrupt()
    {
        byte[] entry = Entry("a"u8, "value"u8);
        byte[] good = [2, 0, 0, 1, .. new byte[16], .. entry];
        byte[][] bad =
        [
            .. Enumerable.Range(0, good.Length).Select(length => good[..length]),
            [1, .. good[1..]],
            [3, .. good[1..]],
            [.. good, 0],
            [2, 0xFF, 0xFF, 0xFF, .. good[4..]],
            [2, 0, 0, 1, .. new byte[16], 0, 1, 0xFF, 0, 0, 0, 0],
            [2, 0, 0, 1, .. new byte[16], 0, 1, (byte)'a', 0xFF, 0xFF, 0xFF, 0xFF],
            [2, 0, 0, 1, .. new byte[16], 0, 1, (byte)'a', 0x7F, 0xFF, 0xFF, 0xFF],
            Encoding.UTF8.GetBytes("{\"cookie\":{}}"),
        ];

        Assert.That(DistributedSessionBlob.Read(good).Status, Is.EqualTo(LegacySessionStatus.Live));
        Assert.That(bad.Select(blob => DistributedSessionBlob.Read(blob).Status), Has.All.EqualTo(LegacySessionStatus.Corrupt));
    }

    private static byte[] Entry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => [0, (byte)key.Length, .. key, 0, 0, 0, (byte)value.Length, .. value];
}
