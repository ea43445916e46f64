using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>A session gets a new id: it ends under the one it had. Its copy has been stored before, under an id that only this request knows.</summary>
/// <param name="Marks">What it writes; its changes are in the copy.</param>
/// <param name="Secret">What the new cookie will hold.</param>
/// <param name="Copy">The session under the new id.</param>
/// <param name="Fence">Its end under the id that it had; null when others have ended it already.</param>
internal sealed record RenewWrite(SessionMarks Marks, string Secret, SessionCreation Copy, SessionFence? Fence) : SessionWrite(Marks);
