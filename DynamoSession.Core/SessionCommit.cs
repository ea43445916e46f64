using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>A request's changes to a session that it has loaded. Sending the same instance again takes effect at most once.</summary>
public sealed class SessionCommit
{
    private readonly bool? _isPersistent;
    private readonly DateTimeOffset? _absoluteExpiresAt;
    private readonly ReadOnlyMemory<byte>? _ticket;
    private readonly string? _description;

    /// <summary>Gets the session as loaded by the request.</summary>
    public required SessionRecord Loaded { get; init; }

    /// <summary>Gets the field changes; empty only if one of the properties below differs from the loaded session.</summary>
    public required SessionChanges Changes { get; init; }

    /// <summary>
    /// Gets the session's new expiry. It is written if the idle timeout changes; otherwise, only if it is later than the loaded and the
    /// stored one, and no other request has changed the idle timeout.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the session's own idle timeout, usually the loaded one; stored to the second.</summary>
    public required TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets when the session expires regardless of use, in whole seconds; <see langword="null"/> for never.</summary>
    /// <value>The default is the loaded session's.</value>
    public DateTimeOffset? AbsoluteExpiresAt
    {
        get => SetsAbsoluteExpiry ? _absoluteExpiresAt : Loaded.AbsoluteExpiresAt;
        init => (SetsAbsoluteExpiry, _absoluteExpiresAt) = (true, value);
    }

    /// <summary>Gets the user to bind the session to, usually the loaded one.</summary>
    public required string? UserId { get; init; }

    /// <summary>
    /// Gets when the session began to be bound to another user than the loaded one: a revocation of all sessions of that user since then refuses
    /// the write.
    /// </summary>
    /// <value>The default, <see langword="null"/>, is the time of the write.</value>
    public DateTimeOffset? UserSince { get; init; }

    /// <summary>Gets how many sessions the user may have, with this one.</summary>
    /// <value>The default is <see langword="null"/>, for no limit.</value>
    public SessionLimit? Limit { get; init; }

    /// <summary>Gets what the application shows of the session in lists; <see langword="null"/> for nothing.</summary>
    /// <value>The default is the loaded session's.</value>
    public string? Description
    {
        get => SetsDescription ? _description : Loaded.Description;
        init => (SetsDescription, _description) = (true, value);
    }

    /// <summary>Gets whether the session's cookie is kept when the browser closes.</summary>
    /// <value>The default is the loaded session's.</value>
    public bool IsPersistent
    {
        get => _isPersistent ?? Loaded.IsPersistent;
        init => _isPersistent = value;
    }

    /// <summary>Gets the ticket of the user's sign-in; <see langword="null"/> for none.</summary>
    /// <value>The default is the loaded session's.</value>
    public ReadOnlyMemory<byte>? Ticket
    {
        get => SetsTicket ? _ticket : Loaded.Ticket;
        init => (SetsTicket, _ticket) = (true, value);
    }

    /// <summary>Gets whether the commit is refused if another request has committed since the session was loaded.</summary>
    /// <value>The default is <see langword="false"/>: changes of different fields are merged.</value>
    public bool RequiresLoadedVersion { get; init; }

    /// <summary>Gets the exclusive lease under which the session was loaded. The commit is refused if the lease was lost.</summary>
    /// <value>The default is <see langword="null"/>, for no lease.</value>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets whether to keep the lease for more commits.</summary>
    /// <value>The default is <see langword="false"/>: the commit releases the lease.</value>
    public bool KeepsLease { get; init; }

    /// <summary>Gets whether <see cref="AbsoluteExpiresAt"/> differs from the loaded session's.</summary>
    public bool ChangesAbsoluteExpiry => AbsoluteExpiresAt != Loaded.AbsoluteExpiresAt;

    /// <summary>Gets whether <see cref="IsPersistent"/> differs from the loaded session's.</summary>
    public bool ChangesPersistence => IsPersistent != Loaded.IsPersistent;

    /// <summary>Gets whether <see cref="Ticket"/> is another one than the loaded session's.</summary>
    public bool ChangesTicket => !Ticket.Equals(Loaded.Ticket);

    /// <summary>Gets whether <see cref="Description"/> differs from the loaded session's.</summary>
    public bool ChangesDescription => Description != Loaded.Description;

    /// <summary>Gets whether the user differs from the loaded one.</summary>
    public bool ChangesUser => UserId != Loaded.UserId;

    /// <summary>Gets a function that returns whether nobody is waiting for the outcome, so that a refused write need not be retried; null for never.</summary>
    internal Func<bool>? IsAbandoned { get; init; }

    /// <summary>Gets the largest size of the fields in bytes, which the commit must not exceed; null for DynamoDB's limit only.</summary>
    internal long? MaxBytes { get; init; }

    /// <summary>Gets whether the session's own idle timeout differs from the loaded one.</summary>
    public bool ChangesIdleTimeout => IdleTimeout != Loaded.IdleTimeout;

    /// <summary>
    /// Gets whether the expiry becomes later while the idle timeout stays the same. A new idle timeout comes with its own expiry, which may
    /// be earlier.
    /// </summary>
    public bool Extends => !ChangesIdleTimeout && ExpiresAt.ToUnixTimeSeconds() > Loaded.ExpiresAt.ToUnixTimeSeconds();

    private bool SetsAbsoluteExpiry { get; init; }

    private bool SetsTicket { get; init; }

    private bool SetsDescription { get; init; }

    /// <summary>Gets the commit token, by which a repeated attempt recognizes that it has already been applied.</summary>
    public string Token { get; } = CommitToken.Create();

    /// <summary>Gets what is known of the attempts to write this commit.</summary>
    internal CommitProgress Progress { get; } = new();
}
