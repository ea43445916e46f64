using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>The update of a stored session.</summary>
internal sealed record UpdateWrite(SessionMarks Marks, SessionCommit Commit) : SessionWrite(Marks);
