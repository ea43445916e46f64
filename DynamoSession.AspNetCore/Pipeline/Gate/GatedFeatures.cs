using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>Takes the place of the server's features that can start a response while the gate is installed. One object for most of them: every request has one.</summary>
internal sealed partial class GatedFeatures : IDisposable
{
    private readonly CommitGate _gate;
    private readonly IFeatureCollection _features;
    private readonly IHttpResponseBodyFeature _serverBody;
    private readonly IHttpUpgradeFeature? _serverUpgrade;
    private readonly IHttpExtendedConnectFeature? _serverConnect;
    private readonly IHttpWebSocketFeature? _serverWebSocket;
    private readonly IHttpRequestLifetimeFeature? _serverLifetime;
    private readonly GatedLifetimeFeature? _lifetime;

    public GatedFeatures(HttpContext context, CommitGate gate)
    {
        _gate = gate;
        _features = context.Features;
        ServerResponse = _features.GetRequiredFeature<IHttpResponseFeature>();
        _serverBody = _features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _serverUpgrade = _features.Get<IHttpUpgradeFeature>();
        _serverConnect = _features.Get<IHttpExtendedConnectFeature>();
        _serverWebSocket = _features.Get<IHttpWebSocketFeature>();
        _serverLifetime = _features.Get<IHttpRequestLifetimeFeature>();

        _features.Set<IHttpResponseBodyFeature>(this);
        _features.Set<IHttpResponseFeature>(this);
        if (_serverLifetime is not null)
        {
            _lifetime = new GatedLifetimeFeature(_serverLifetime);
            _features.Set<IHttpRequestLifetimeFeature>(_lifetime);
        }

        if (_serverUpgrade is not null)
        {
            _features.Set<IHttpUpgradeFeature>(new GatedUpgradeFeature(_serverUpgrade, gate));
        }

        if (_serverConnect is not null)
        {
            _features.Set<IHttpExtendedConnectFeature>(new GatedConnectFeature(_serverConnect, gate));
        }

        if (_serverWebSocket is not null)
        {
            _features.Set<IHttpWebSocketFeature>(new GatedWebSocketFeature(_serverWebSocket, gate));
        }
    }

    public IHttpResponseFeature ServerResponse { get; }

    public bool HasTimedOut => _lifetime is { HasTimedOut: true };

    /// <exception cref="InvalidOperationException">The server would refuse the response.</exception>
    public void ThrowIfRefused(long bytes, bool isComplete)
    {
        if (!ServerResponse.HasStarted)
        {
            RefusedResponse.ThrowIfRefused(ServerResponse, _features.Get<IHttpRequestFeature>()?.Method, bytes, isComplete);
        }
    }

    public void CancelRequest() => _lifetime?.Cancel();

    /// <summary>Restores the server's own features.</summary>
    public void Dispose()
    {
        _features.Set(ServerResponse);
        _features.Set(_serverBody);
        if (_serverLifetime is not null)
        {
            _features.Set(_serverLifetime);
            _lifetime!.Dispose();
        }

        if (_serverUpgrade is not null)
        {
            _features.Set(_serverUpgrade);
        }

        if (_serverConnect is not null)
        {
            _features.Set(_serverConnect);
        }

        if (_serverWebSocket is not null)
        {
            _features.Set(_serverWebSocket);
        }

        _writer?.Release();
    }
}
