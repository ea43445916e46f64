using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Where the pipeline finds its session.</summary>
internal sealed class DynamoSessionFeature(OnDemandSession session) : ISessionFeature
{
    private ISession? _replacement;

    public ISession Session
    {
        get => _replacement ?? session.Get().Session;
        set => _replacement = value;
    }
}
