using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Compares a clock with DynamoDB's, which is in the Date header of its responses, until it is disposed.</summary>
/// <remarks>
/// The SDK measures the difference too, but only by the system's clock, and not where its correction is disabled. It does not fail until the
/// difference is several minutes.
/// </remarks>
internal sealed class ServerClock : IDisposable
{
    // The header has whole seconds.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _start;
    private readonly AmazonServiceClient? _client;
    private readonly Lock _lock = new();
    private TimeSpan? _skew;

    /// <param name="dynamoDb">The client. A decorator does not show the headers of its responses.</param>
    /// <param name="clock">The clock that is compared.</param>
    public ServerClock(IAmazonDynamoDB dynamoDb, TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetUtcNow();
        _client = dynamoDb as AmazonServiceClient;
        _client?.AfterResponseEvent += Compare;
    }

    /// <summary>Gets by how much the clock is ahead of DynamoDB's, at least; negative if it is behind; null if there was no response that tells.</summary>
    public TimeSpan? Skew
    {
        get
        {
            lock (_lock)
            {
                return _skew;
            }
        }
    }

    public void Dispose() => _client?.AfterResponseEvent -= Compare;

    private void Compare(object sender, ResponseEventArgs arguments)
    {
        if (arguments is not WebServiceResponseEventArgs { ResponseHeaders: { } headers } || FindDate(headers) is not { } date)
        {
            return;
        }

        // The response was sent between the start and now, however long each of them took.
        var now = _clock.GetUtcNow();
        var skew = date + Precision < _start ? _start - date - Precision
            : date > now ? now - date
            : TimeSpan.Zero;
        lock (_lock)
        {
            // A response to an earlier call, which was sent before the start, may say more than is true.
            _skew = _skew is { } other && other.Duration() <= skew.Duration() ? other : skew;
        }
    }

    private static DateTimeOffset? FindDate(IDictionary<string, string> headers)
    {
        var text = headers.FirstOrDefault(header => string.Equals(header.Key, "Date", StringComparison.OrdinalIgnoreCase)).Value;
        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }
}
