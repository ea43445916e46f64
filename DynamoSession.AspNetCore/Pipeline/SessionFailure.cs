using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>A request's feature that says why the middleware has answered an error or broken off the answer, for those who look on.</summary>
internal sealed record SessionFailure(SessionException Exception);
