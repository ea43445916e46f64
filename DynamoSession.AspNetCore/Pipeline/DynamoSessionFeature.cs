using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline;

internal sealed class DynamoSessionFeature(ISession session) : ISessionFeature
{
    public ISession Session { get; set; } = session;
}
