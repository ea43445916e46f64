using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>HTTP/2's extended CONNECT, which starts WebSockets, after the commit.</summary>
internal sealed class GatedConnectFeature(IHttpExtendedConnectFeature server, CommitGate gate) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => server.IsExtendedConnect;

    public string? Protocol => server.Protocol;

    public async ValueTask<Stream> AcceptAsync()
    {
        // Don't commit for a call that the server would refuse.
        if (!IsExtendedConnect)
        {
            throw new InvalidOperationException("The request is not an extended CONNECT request.");
        }

        await gate.OpenOrThrowAsync();
        return await server.AcceptAsync();
    }
}
