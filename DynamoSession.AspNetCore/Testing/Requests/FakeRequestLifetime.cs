using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>A request that can be aborted, as on every server. The one of a bare <c>DefaultHttpContext</c> lives for ever.</summary>
internal sealed class FakeRequestLifetime : IHttpRequestLifetimeFeature
{
    private readonly Action _abort;

    public FakeRequestLifetime()
    {
        // It has no timer, so nothing is left to dispose.
        var source = new CancellationTokenSource();
        RequestAborted = source.Token;
        _abort = source.Cancel;
    }

    public CancellationToken RequestAborted { get; set; }

    public void Abort() => _abort();
}
