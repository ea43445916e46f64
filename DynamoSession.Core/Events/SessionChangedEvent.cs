namespace DynamoSession.Core.Events;

/// <summary>A commit changed fields of a session, or the user that it is bound to.</summary>
/// <remarks>A commit that wrote only what was already stored is not a change.</remarks>
public sealed class SessionChangedEvent : SessionEvent
{
    /// <summary>Gets the names of the fields that were added or have another value than before, in ordinal order.</summary>
    public IReadOnlyList<string> SetFields { get; init; } = [];

    /// <summary>Gets the names of the fields that were removed, in ordinal order.</summary>
    public IReadOnlyList<string> RemovedFields { get; init; } = [];

    /// <summary>Gets the user that the session was bound to before; <see langword="null"/> if there was none.</summary>
    /// <value>The same as <see cref="SessionEvent.UserId"/> unless the commit has changed the user.</value>
    public string? PreviousUserId { get; init; }

    /// <summary>
    /// Gets whether the session was bound to a user, unbound, or bound to another user. A sign-in usually renews the id as well: its user is
    /// that of the <see cref="SessionContinuedEvent"/>.
    /// </summary>
    public bool IsUserChanged => UserId != PreviousUserId;

    /// <inheritdoc/>
    public override bool IsLive => true;
}
