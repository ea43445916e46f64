using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Leaks;

/// <summary>
/// Sees every text that the whole run puts into a log, an activity or a metric, and remembers what could be an id, a cookie or a
/// field's value. Ids look like nothing else (43 characters of base64url in the one canonical spelling); values of fields that a
/// test wants watched carry a marker.
/// </summary>
internal static partial class LeakWatch
{
    private const string Marker = "hush-";

    private static readonly ConcurrentDictionary<string, byte> Secrets = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<(string Token, string Where)> Suspects = new();
    private static readonly ConcurrentQueue<string> MarkedTexts = new();
    private static readonly ConcurrentDictionary<string, byte> SeenPlaces = new(StringComparer.Ordinal);
    private static long _texts;

    /// <summary>Gets how many texts were looked at, so that a test can show that the watch sees anything at all.</summary>
    public static long Texts => Interlocked.Read(ref _texts);

    /// <summary>Gets where the texts were: categories of logs, activity sources and instruments.</summary>
    public static ICollection<string> Places => SeenPlaces.Keys;

    /// <summary>Returns a value that must never be seen outside the table.</summary>
    public static string Value(string text) => Marker + text;

    /// <summary>A cookie's value: neither it nor the id and key derived from it may be seen.</summary>
    public static void Protect(string secret)
    {
        Secrets.TryAdd(secret, 0);
        Secrets.TryAdd(SessionId.PublicIdOf(secret), 0);
    }

    public static void Look(string? text, string where)
    {
        Interlocked.Increment(ref _texts);
        SeenPlaces.TryAdd(where, 0);
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (text.Contains(Marker, StringComparison.Ordinal))
        {
            MarkedTexts.Enqueue($"{where}: {text}");
        }

        if (text.Length < SessionId.Length)
        {
            return;
        }

        foreach (var match in Base64UrlRun().EnumerateMatches(text))
        {
            // A longer run may have an id inside it, for example behind a prefix.
            for (var start = match.Index; start + SessionId.Length <= match.Index + match.Length; start++)
            {
                var token = text.AsSpan(start, SessionId.Length);
                if (SessionId.IsWellFormed(token))
                {
                    Suspects.Enqueue((token.ToString(), where));
                }
            }
        }
    }

    /// <summary>Returns what was seen and should not have been.</summary>
    public static IReadOnlyList<string> Leaks() =>
    [
        .. MarkedTexts,
        .. Suspects.Where(suspect => Secrets.ContainsKey(suspect.Token)).Select(suspect => $"{suspect.Where}: an id or cookie").Distinct(),
    ];

    [GeneratedRegex("[A-Za-z0-9_-]{43,}")]
    private static partial Regex Base64UrlRun();
}
