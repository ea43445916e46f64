namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>The session of one pass of a request, with what commits it and keeps it alive.</summary>
internal sealed record PassSession(RequestSession Session, RequestCommit Commit, KeepAlive KeepAlive);
