using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>A stored session is changed.</summary>
internal sealed record UpdateWrite(SessionMarks Marks, SessionCommit Commit) : SessionWrite(Marks);
