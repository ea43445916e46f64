using DynamoSession.Core;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Identity;

/// <summary>
/// Reads secrets from raw Cookie headers. The framework's cookie collection ignores the case of names and keeps the last value, so
/// that <c>__HOST-sid</c>, which any subdomain can set, would replace <c>__Host-sid</c>.
/// </summary>
internal static class CookieHeader
{
    /// <summary>A browser usually sends one; a second comes from another path or an attacker. More are not worth a call each.</summary>
    public const int MaxSecrets = 3;

    /// <summary>
    /// Returns the well-formed secrets with exactly that cookie name, in the order of the header. Of more than three, these are the first two
    /// and the last: browsers put the cookies of longer paths in front, where another host of the same site can plant any number of them.
    /// </summary>
    public static IReadOnlyList<string> FindSecrets(StringValues headers, string name)
    {
        string? first = null;
        List<string>? secrets = null;
        foreach (var header in headers)
        {
            var rest = header.AsSpan();
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf(';');
                var pair = end < 0 ? rest : rest[..end];
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (ValueOf(pair, name) is { IsEmpty: false } value && SessionId.IsWellFormed(value))
                {
                    if (first is null)
                    {
                        first = value.ToString();
                    }
                    else
                    {
                        Add(secrets ??= [first], value.ToString());
                    }
                }
            }
        }

        // Almost always, there is one or none.
        return secrets ?? (IReadOnlyList<string>)(first is null ? Array.Empty<string>() : [first]);
    }

    /// <summary>Returns the first value with exactly that cookie name; null if there is no such cookie.</summary>
    public static string? Find(StringValues headers, string name)
    {
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                if (ValueOf(header.AsSpan(range), name) is { IsEmpty: false } value)
                {
                    return value.ToString();
                }
            }
        }

        return null;
    }

    /// <summary>Returns the last value with exactly that cookie name; null if there is no such cookie.</summary>
    public static string? FindLast(StringValues headers, string name)
    {
        string? last = null;
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                if (ValueOf(header.AsSpan(range), name) is { IsEmpty: false } value)
                {
                    last = value.ToString();
                }
            }
        }

        return last;
    }

    /// <summary>Returns how many cookies have exactly that name.</summary>
    public static int CountOf(StringValues headers, string name) => Count(headers, name, countsWellFormed: true);

    /// <summary>Returns how many cookies have exactly that name, and a value that is not a secret.</summary>
    public static int CountMalformed(StringValues headers, string name) => Count(headers, name, countsWellFormed: false);

    private static int Count(StringValues headers, string name, bool countsWellFormed)
    {
        var count = 0;
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                var value = ValueOf(header.AsSpan(range), name);
                count += !value.IsEmpty && (countsWellFormed || !SessionId.IsWellFormed(value)) ? 1 : 0;
            }
        }

        return count;
    }

    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> pair, string name)
    {
        var equals = pair.IndexOf('=');
        return equals > 0 && pair[..equals].Trim(" \t").SequenceEqual(name) ? pair[(equals + 1)..].Trim(" \t") : [];
    }

    private static void Add(List<string> secrets, string secret)
    {
        if (secrets.Contains(secret))
        {
            return;
        }

        if (secrets.Count == MaxSecrets)
        {
            secrets.RemoveAt(MaxSecrets - 1);
        }

        secrets.Add(secret);
    }
}
