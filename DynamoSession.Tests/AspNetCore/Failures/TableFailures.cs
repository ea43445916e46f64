using System.Net;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>The ways in which a table fails.</summary>
internal static class TableFailures
{
    private static readonly Dictionary<string, Func<CancellationToken, Task<HttpResponseMessage?>>> Kinds = new()
    {
        ["500"] = _ => Answer(HttpStatusCode.InternalServerError, "InternalServerError"),
        ["503"] = _ => Answer(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable"),
        ["throttled"] = _ => Answer(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException"),
        ["refused"] = _ => throw new HttpRequestException("Connection refused"),
        ["reset"] = _ => throw new HttpRequestException("An error occurred while sending the request.", new IOException("Connection reset by peer")),
        ["hanging"] = Wire.HangAsync,
    };

    /// <summary>Gets what a failure costs on a clock that it moves.</summary>
    public static TimeSpan LongerThanAnyDeadline { get; } = TimeSpan.FromSeconds(30);

    public static IEnumerable<string> Names => Kinds.Keys;

    /// <summary>Lets one operation fail from now on.</summary>
    /// <param name="wire">Where.</param>
    /// <param name="kind">How.</param>
    /// <param name="operation">What.</param>
    /// <param name="clock">The application's clock, which each failure moves past every deadline; without it, calls are repeated until a real one.</param>
    public static void Inject(Wire wire, string kind, string operation, ManualTimeProvider? clock = null) =>
        wire.Before = (called, cancellationToken) =>
        {
            if (called != operation)
            {
                return Task.FromResult<HttpResponseMessage?>(null);
            }

            clock?.Advance(LongerThanAnyDeadline);
            return Kinds[kind](cancellationToken);
        };

    private static Task<HttpResponseMessage?> Answer(HttpStatusCode status, string type) =>
        Task.FromResult<HttpResponseMessage?>(Wire.Error(status, type));
}
