using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>The creation of a session.</summary>
internal sealed record CreateWrite(SessionMarks Marks, SessionCreation Creation) : SessionWrite(Marks);
