using System.Text;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>What the properties of a session may be.</summary>
internal static class SessionRules
{
    // The sort key's share and the index's own limit leave this much, and no name of a user needs more.
    private const int MaxUserIdBytes = 1_024;

    public static readonly TimeSpan ShortestIdle = SessionCreation.ShortestIdleTimeout;
    public static readonly TimeSpan LongestIdle = SessionCreation.LongestIdleTimeout;

    /// <summary>
    /// For how long a commit may be repeated. Its record remembers it for 120 s by the clock of whoever commits next, which may be
    /// 30 s ahead; then it would be applied again.
    /// </summary>
    public static readonly TimeSpan LongestIO = TimeSpan.FromSeconds(90);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void ThrowIfInvalidUserId(string? value)
    {
        if (value is null)
        {
            return;
        }

        int bytes;
        try
        {
            bytes = Strict.GetByteCount(value);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException("A session's UserId has a lone surrogate; it must be well-formed UTF-16.", nameof(value));
        }

        if (bytes is 0 or > MaxUserIdBytes)
        {
            throw new ArgumentException($"A session's UserId has {bytes} bytes in UTF-8; it must have 1 to {MaxUserIdBytes}, or be null for none.", nameof(value));
        }
    }

    /// <summary>A new session's first change came when its cookie could no longer be sent.</summary>
    public static InvalidOperationException TooLateToStart() =>
        new("A new session cannot be started after the response has: its cookie could not be sent. Set the first field before writing the response.");

    public static void ThrowIfInvalidIdleTimeout(TimeSpan value)
    {
        if (value < ShortestIdle || value > LongestIdle)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A session's IdleTimeout must be at least one minute and at most 400 days.");
        }
    }
}
