using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Flood;

/// <summary>Cookie headers that lead to no live session.</summary>
/// <param name="random">The source of randomness.</param>
/// <param name="ended">Cookies of sessions that have just been ended.</param>
/// <param name="expired">Cookies of sessions that have expired.</param>
internal sealed class FloodCookies(Random random, IReadOnlyList<string> ended, IReadOnlyList<string> expired)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    // Printable characters, and some that a header should not contain but a request may.
    private const string Junk = Alphabet + "=+/.,:\"%$#@!~^&*()[]{}<>|\\' \té中\u007f";

    /// <returns>A header in which nothing under the cookie's exact name could have come from <see cref="SessionId.NewSecret"/>.</returns>
    public string Malformed() => random.Next(10) switch
    {
        0 => $"{SessionApp.CookieName}=",
        1 => $"{SessionApp.CookieName}={Text(Alphabet, SessionId.Length - 1)}",
        2 => $"{SessionApp.CookieName}={Text(Alphabet, SessionId.Length + 1)}",
        3 => $"{SessionApp.CookieName}={Text(Alphabet, random.Next(4_000))}x",
        // 43 characters carry two bits more than 256; both must be zero.
        4 => $"{SessionApp.CookieName}={Text(Alphabet, SessionId.Length - 1)}B",
        5 => $"{SessionApp.CookieName}={Text(Alphabet, SessionId.Length - 2)}+A",
        6 => $"{SessionApp.CookieName.ToUpperInvariant()}={SessionId.NewSecret()}; sid={SessionId.NewSecret()}",
        7 => $"{SessionApp.CookieName}=\"{SessionId.NewSecret()}\"",
        8 => string.Join(';', Enumerable.Range(0, random.Next(200)).Select(_ => $"{SessionApp.CookieName}={Text(Junk, 20)}")),
        _ => Text(Junk, random.Next(500)),
    };

    public static string Unknown() => $"{SessionApp.CookieName}={SessionId.NewSecret()}";

    public string Ended() => $"{SessionApp.CookieName}={ended[random.Next(ended.Count)]}";

    public string Expired() => $"{SessionApp.CookieName}={expired[random.Next(expired.Count)]}";

    /// <returns>More cookies than are looked up, some of them malformed.</returns>
    public string Many() => string.Join("; ", Enumerable.Range(0, random.Next(2, 50)).Select(_ => random.Next(4) switch
    {
        0 => Malformed(),
        1 => Unknown(),
        2 => Expired(),
        _ => Ended(),
    }));

    private string Text(string alphabet, int length) => new([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);
}
