using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>An upgrade of the connection, after the commit.</summary>
internal sealed class GatedUpgradeFeature(IHttpUpgradeFeature server, CommitGate gate) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => server.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        // Don't commit for a call that the server would refuse.
        if (!IsUpgradableRequest)
        {
            throw new InvalidOperationException("The request does not ask for an upgrade of its connection.");
        }

        await gate.OpenOrThrowAsync();
        return await server.UpgradeAsync();
    }
}
