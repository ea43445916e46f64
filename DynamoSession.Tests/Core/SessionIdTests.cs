using System.Buffers.Text;
using DynamoSession.Core;

namespace DynamoSession.Tests.Core;

/// <summary>Secrets: 256 random bits, all of which count.</summary>
public sealed class SessionIdTests
{
    private const int Count = 10_000;

    // Half of the secrets, plus or minus ten standard deviations of 50: never by chance, and always if a bit is fixed.
    private const int Half = Count / 2;
    private const int Deviation = 500;

    private static readonly string[] Secrets = [.. Enumerable.Range(0, Count).Select(_ => SessionId.NewSecret())];

    [Test]
    public void A_secret_has_256_bits_that_all_vary()
    {
        var secrets = Secrets.Select(secret => Base64Url.DecodeFromChars(secret)).ToArray();

        var ones = Enumerable.Range(0, 256).Select(bit => secrets.Count(secret => (secret[bit / 8] >> (bit % 8) & 1) == 1));

        Assert.That(secrets, Has.All.Length.EqualTo(32));
        Assert.That(ones, Has.All.InRange(Half - Deviation, Half + Deviation));
    }

    [Test]
    public void No_two_secrets_and_no_two_public_ids_are_equal()
    {
        Assert.That(Secrets.Concat(Secrets.Select(SessionId.PublicIdOf)), Is.Unique);
    }
}
