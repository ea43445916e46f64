using Microsoft.Extensions.Primitives;

namespace DynamoSession.Tests.Support.Http;

/// <summary>What came back from <see cref="InProcessApp"/>.</summary>
internal sealed record InProcessAnswer(int Status, StringValues SetCookies);
