using System.Text;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>The valid values of a session's properties.</summary>
internal static class SessionRules
{
    // The limit of the index's sort key, less its other parts. Longer than any user id needs.
    private const int MaxUserIdBytes = 1_024;

    public static readonly TimeSpan ShortestIdle = SessionCreation.ShortestIdleTimeout;
    public static readonly TimeSpan LongestIdle = SessionCreation.LongestIdleTimeout;

    /// <summary>
    /// For how long a commit may be repeated. The record keeps the token for 120 s by the clock of the next writer, which may be 30 s
    /// ahead; after that, the commit would be applied again.
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
            throw new ArgumentException("A session's UserId contains a lone surrogate; it must be well-formed UTF-16.", nameof(value));
        }

        if (bytes is 0 or > MaxUserIdBytes)
        {
            throw new ArgumentException($"A session's UserId has {bytes} bytes in UTF-8; it must have 1 to {MaxUserIdBytes}, or be null for no user.", nameof(value));
        }
    }

    /// <summary>The session was used after the end of its request.</summary>
    public static InvalidOperationException RequestHasEnded() => new(
        "The request has ended, so its session can no longer be used. Finish the work within the request, or await it before the endpoint returns.");

    /// <summary>A new session's first change was made after its cookie could be sent.</summary>
    public static InvalidOperationException TooLateToStart() =>
        new("A new session cannot be created after the response has started, because its cookie can no longer be sent. Set the first field before writing the response.");

    /// <param name="value">The idle timeout to set.</param>
    /// <param name="absoluteTimeout">The session's absolute timeout.</param>
    public static void ThrowIfInvalidIdleTimeout(TimeSpan value, TimeSpan absoluteTimeout)
    {
        if (value < ShortestIdle || value > LongestIdle)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A session's IdleTimeout must be at least one minute and at most 400 days.");
        }

        if (absoluteTimeout != Timeout.InfiniteTimeSpan && value > absoluteTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                $"A session's IdleTimeout ({value}) must not be longer than its AbsoluteTimeout ({absoluteTimeout}), after which it ends however much it is used. Set the session's AbsoluteTimeout first, or raise AbsoluteTimeout in the options.");
        }
    }

    /// <param name="value">The absolute timeout to set.</param>
    /// <param name="idleTimeout">The session's idle timeout.</param>
    /// <param name="now">The current time.</param>
    public static void ThrowIfInvalidAbsoluteTimeout(TimeSpan value, TimeSpan idleTimeout, DateTimeOffset now)
    {
        if (value == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        if (value < idleTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                $"A session's AbsoluteTimeout ({value}) must not be shorter than its IdleTimeout ({idleTimeout}). Lower the session's IdleTimeout first.");
        }

        if (value > DateTimeOffset.MaxValue - now)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A session's AbsoluteTimeout ends after the year 9999. Set it to Timeout.InfiniteTimeSpan for no limit.");
        }
    }
}
