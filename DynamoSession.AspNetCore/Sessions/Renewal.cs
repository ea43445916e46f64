using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>One attempt to give a session a new id.</summary>
/// <param name="Secret">What the new cookie will hold.</param>
/// <param name="Copy">The session under the new id.</param>
/// <param name="Fence">Its end under the old one.</param>
internal sealed record Renewal(string Secret, SessionCreation Copy, SessionFence Fence);
