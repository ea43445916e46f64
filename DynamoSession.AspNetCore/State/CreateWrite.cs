using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>A session starts.</summary>
internal sealed record CreateWrite(SessionMarks Marks, SessionCreation Creation) : SessionWrite(Marks);
