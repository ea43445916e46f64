using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>The renewal of a session's id: its previous id is fenced. Its copy has already been stored, under an id that only this request knows.</summary>
/// <param name="Marks">What is written; the copy contains the changes.</param>
/// <param name="Secret">The new cookie's value.</param>
/// <param name="Copy">The session under the new id.</param>
/// <param name="Fence">The fence under the previous id; null if the session has already ended there.</param>
internal sealed record RenewWrite(SessionMarks Marks, string Secret, SessionCreation Copy, SessionFence? Fence) : SessionWrite(Marks);
