using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>
/// The cookie of express-session: <c>s:</c>, the id, a dot, and the id's signature, all percent-encoded. It is read from the raw header
/// exactly as Express reads it; otherwise, one application could accept a session that the other rejects.
/// </summary>
internal static class ExpressCookie
{
    private const string Start = "s:";

    /// <summary>Returns the id in the first cookie of that name; null if there is no such cookie, or if it was not signed with one of the secrets.</summary>
    /// <param name="headers">The Cookie headers.</param>
    /// <param name="name">The cookie's name, in its exact case.</param>
    /// <param name="secrets">
    /// Express's secrets in UTF-8, tried in order. An empty one, with which anyone could sign, is skipped.
    /// </param>
    public static string? FindId(StringValues headers, string name, IReadOnlyList<byte[]> secrets)
    {
        if (FindFirst(headers, name) is not { } raw || Decoded(raw) is not { } value || !value.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var signed = value[Start.Length..];
        var dot = signed.LastIndexOf('.');
        return dot > 0 && secrets.Any(secret => secret.Length > 0 && IsSignedWith(signed, signed[..dot], secret)) ? signed[..dot] : null;
    }

    /// <summary>Returns the cookie's value for an id, as it appears in the header.</summary>
    public static string ValueOf(string id, byte[] secret) => PercentEncoding.Encode(TextOf(id, secret));

    /// <summary>Returns the cookie's text for an id, before percent-encoding.</summary>
    public static string TextOf(string id, byte[] secret) => Start + Sign(id, secret);

    private static string Sign(string id, byte[] secret)
    {
        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(id));
        return id + "." + Convert.ToBase64String(hash).TrimEnd('=');
    }

    // Compares the text, not the decoded signature: other encodings of the same bytes are rejected.
    private static bool IsSignedWith(string signed, string id, byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signed), Encoding.UTF8.GetBytes(Sign(id, secret)));

    private static string Decoded(string value)
    {
        var unquoted = value is ['"', .., '"'] ? value[1..^1] : value;
        return PercentEncoding.TryDecode(unquoted) ?? unquoted;
    }

    /// <summary>Returns the first value, even if it is empty.</summary>
    private static string? FindFirst(StringValues headers, string name)
    {
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan(range);
                var equals = pair.IndexOf('=');
                if (equals >= 0 && pair[..equals].Trim(" \t").SequenceEqual(name))
                {
                    return pair[(equals + 1)..].Trim(" \t").ToString();
                }
            }
        }

        return null;
    }
}
