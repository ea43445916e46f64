using System.Text;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Whatever cookies a client sends, they cause no exception, yield only well-formed secrets, and cost no more than their length justifies.</summary>
[Category(ProofRun.Category)]
public sealed class CookieHeaderFuzzTests
{
    private const string Name = "__Host-sid";

    private static readonly int Inputs = ProofRun.Count(small: 10_000, ci: 200_000, @long: 10_000_000);

    // Tokens that have a meaning to a cookie parser, or to a faulty one.
    private static readonly string[] Tokens =
    [
        Name, "__Host-sid-recent", "__HOST-SID", "__host-sid", "sid", "__Host-sid ", "=", "==", ";", ";;", "; ", ",", " ", "\t", "\0", "\r\n",
        "\"", "%3D", "%00", "\u00a0", "\u2003", "é", "\ud83d\ude00", "\ud800", "$Path=/", "Path=/", "a=b",
    ];

    [Test]
    public void Any_header_is_parsed_as_the_plain_parser_would()
    {
        var random = new Random(ProofRun.NewSeed());
        var bounds = new Bounds(bytes: 2_048, bytesPerUnit: 8);
        var found = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var headers = NextHeaders(random);
            var length = headers.Sum(header => header?.Length ?? 0);
            IReadOnlyList<string> secrets = [];
            string? first = null;

            var problem = bounds.Try(length, () =>
            {
                secrets = CookieHeader.FindSecrets(headers, Name);
                first = CookieHeader.Find(headers, Name);
            });

            found += secrets.Count;
            Assert.That(problem ?? Difference(headers, secrets, first), Is.Null, () => $"Input {input}: {Shown(headers)}");
        }

        TestContext.Out.WriteLine($"{bounds}; {found:N0} secrets found");
        Assert.That(bounds.Inputs, Is.EqualTo(Inputs));
        Assert.That(found, Is.GreaterThan(Inputs / 10), "Too few inputs contained a secret.");
    }

    /// <summary>Compares the result with that of the plainest possible parser.</summary>
    private static string? Difference(StringValues headers, IReadOnlyList<string> secrets, string? first)
    {
        var values = headers
            .SelectMany(header => (header ?? "").Split(';'))
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0].Trim(' ', '\t') == Name)
            .Select(pair => pair[1].Trim(' ', '\t'))
            .Where(value => value.Length > 0)
            .ToArray();
        var wellFormed = values.Where(value => SessionId.IsWellFormed(value)).ToArray();
        var front = wellFormed.Distinct().Take(CookieHeader.MaxSecrets - 1).ToArray();
        var expected = front.Concat(wellFormed.Where(value => !front.Contains(value)).TakeLast(1));

        return !secrets.SequenceEqual(expected) ? "The plain parser finds other secrets."
            : first != values.FirstOrDefault() ? "The plain parser finds another value."
            : null;
    }

    private static StringValues NextHeaders(Random random)
    {
        // Most inputs are what a browser could send, or close to it.
        var count = random.Next(8) == 0 ? random.Next(4) : 1;
        var headers = new string?[count];
        for (var index = 0; index < count; index++)
        {
            headers[index] = random.Next(50) == 0 ? null : NextHeader(random);
        }

        return headers;
    }

    private static string NextHeader(Random random)
    {
        var text = new StringBuilder();
        for (var cookies = random.Next(random.Next(100) == 0 ? 400 : 6); cookies > 0; cookies--)
        {
            text.Append(random.Next(3) == 0 ? Tokens[random.Next(Tokens.Length)] : Name).Append('=').Append(NextValue(random)).Append("; ");
        }

        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 1:
                    text.Insert(at, (char)random.Next(char.MaxValue));
                    break;
                case 2 when at < text.Length:
                    text.Remove(at, random.Next(1, Math.Min(8, text.Length - at) + 1));
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }

        return text.ToString();
    }

    private static string NextValue(Random random)
    {
        var secret = SecretOf(random);
        return random.Next(6) switch
        {
            0 => secret[..random.Next(secret.Length)],
            1 => secret + secret[random.Next(secret.Length)],
            2 => new string('A', SessionId.Length),
            3 => secret.Replace(secret[random.Next(secret.Length)], Tokens[random.Next(Tokens.Length)][0]),
            _ => secret,
        };
    }

    private static string SecretOf(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }

    private static string Shown(StringValues headers) => string.Join(" | ", headers.Select(header => System.Text.Json.JsonSerializer.Serialize(header)));
}
