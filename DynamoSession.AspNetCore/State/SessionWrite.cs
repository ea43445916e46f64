namespace DynamoSession.AspNetCore.State;

/// <summary>One write of the session itself. It recognises itself by its token, so that repeating it takes effect at most once.</summary>
/// <param name="Marks">What it writes.</param>
internal abstract record SessionWrite(SessionMarks Marks);
