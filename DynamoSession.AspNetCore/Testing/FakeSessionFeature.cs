using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing;

internal sealed class FakeSessionFeature(ISession session) : ISessionFeature
{
    public ISession Session { get; set; } = session;
}
