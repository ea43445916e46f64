using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>WebSockets of the server, or of middleware that runs before the gate, after the commit.</summary>
internal sealed class GatedWebSocketFeature(IHttpWebSocketFeature server, CommitGate gate) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => server.IsWebSocketRequest;

    public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        // Don't commit for a call that the server would refuse.
        if (!IsWebSocketRequest)
        {
            throw new InvalidOperationException("The request is not a WebSocket request.");
        }

        await gate.OpenOrThrowAsync();
        return await server.AcceptAsync(context);
    }
}
