namespace DynamoSession.AspNetCore.State;

/// <summary>One write of the session. Its token makes it idempotent: it takes effect at most once, however often it is sent.</summary>
/// <param name="Marks">What is written.</param>
internal abstract record SessionWrite(SessionMarks Marks);
