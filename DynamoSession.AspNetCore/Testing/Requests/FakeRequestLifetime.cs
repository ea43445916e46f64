using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>Lets a request be aborted, as on a real server. A plain <c>DefaultHttpContext</c> doesn't support this.</summary>
internal sealed class FakeRequestLifetime : IHttpRequestLifetimeFeature
{
    private readonly Action _abort;

    public FakeRequestLifetime()
    {
        // Without a timer, it need not be disposed.
        var source = new CancellationTokenSource();
        RequestAborted = source.Token;
        _abort = source.Cancel;
    }

    public CancellationToken RequestAborted { get; set; }

    public void Abort() => _abort();
}
