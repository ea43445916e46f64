using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>A request feature that contains the reason why the middleware responded with an error or aborted the response, for tests.</summary>
internal sealed record SessionFailure(SessionException Exception);
