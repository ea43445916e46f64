using System.Net;
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

    public static IEnumerable<string> Names => Kinds.Keys;

    /// <summary>Lets one operation fail from now on.</summary>
    public static void Inject(Wire wire, string kind, string operation) =>
        wire.Before = (called, cancellationToken) =>
            called == operation ? Kinds[kind](cancellationToken) : Task.FromResult<HttpResponseMessage?>(null);

    private static Task<HttpResponseMessage?> Answer(HttpStatusCode status, string type) =>
        Task.FromResult<HttpResponseMessage?>(Wire.Error(status, type));
}
