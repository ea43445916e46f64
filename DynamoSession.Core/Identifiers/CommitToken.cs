using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;

namespace DynamoSession.Core.Identifiers;

/// <summary>
/// Creates the tokens by which retried commits recognize themselves, and knows which of this process's tokens are settled: the outcome of
/// their writes is known, or they can no longer be repeated. Each process has its own prefix.
/// </summary>
internal static class CommitToken
{
    private const int PrefixBytes = 6;
    private const int RandomBytes = 6;

    /// <summary>For how long a write whose outcome isn't known may be repeated.</summary>
    private static readonly TimeSpan RepeatedFor = TimeSpan.FromSeconds(120);

    // Created with the first token, so that processes that were started from one snapshot differ.
    private static readonly Lazy<string> Prefix = new(() => Random(PrefixBytes));

    private static readonly ConcurrentDictionary<string, long> InProgress = new(StringComparer.Ordinal);
    private static long _lastSweep = Stopwatch.GetTimestamp();

    /// <summary>Creates a token.</summary>
    public static string Create() => Prefix.Value + Random(RandomBytes);

    /// <summary>Notes that a write with this token is sent, so its outcome isn't known.</summary>
    public static void Begin(string token)
    {
        InProgress.TryAdd(token, Stopwatch.GetTimestamp());
        Sweep();
    }

    /// <summary>Notes that the outcome of the write with this token is known.</summary>
    public static void Settle(string token) => InProgress.TryRemove(token, out _);

    /// <summary>Returns whether a token is this process's.</summary>
    public static bool IsOwn(string token) => token.StartsWith(Prefix.Value, StringComparison.Ordinal);

    /// <summary>Returns whether a token is this process's, and its write is never repeated again.</summary>
    public static bool IsSettled(string token) => IsOwn(token) && !(InProgress.TryGetValue(token, out var sentAt) && MayBeRepeated(sentAt));

    private static bool MayBeRepeated(long sentAt) => Stopwatch.GetElapsedTime(sentAt) <= RepeatedFor;

    /// <summary>Removes writes whose outcome has never become known.</summary>
    private static void Sweep()
    {
        var last = Volatile.Read(ref _lastSweep);
        if (Stopwatch.GetElapsedTime(last) < RepeatedFor || Interlocked.CompareExchange(ref _lastSweep, Stopwatch.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (var (token, sentAt) in InProgress)
        {
            if (!MayBeRepeated(sentAt))
            {
                InProgress.TryRemove(token, out _);
            }
        }
    }

    private static string Random(int count)
    {
        Span<byte> bytes = stackalloc byte[count];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
