namespace DynamoSession.Tests.Proof.Model;

/// <summary>A stored session as the model has it.</summary>
internal sealed class ModelRecord
{
    public required Dictionary<string, ModelValue> Fields { get; set; }

    public string? UserId { get; set; }

    public TimeSpan? IdleTimeout { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets or sets the absolute end; the end of all time for none.</summary>
    public required DateTimeOffset AbsoluteEnd { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Gets or sets until when late requests are told that the session was ended; null while it was not.</summary>
    public DateTimeOffset? DeadUntil { get; set; }

    /// <summary>Gets or sets whether the session goes on under another id.</summary>
    public bool WasRenewed { get; set; }

    /// <summary>Gets or sets the record there, which a sign-out ends too; null if the user has changed with the id.</summary>
    public ModelRecord? Successor { get; set; }

    public bool LivesAt(DateTimeOffset now) => DeadUntil is null && now < ExpiresAt;
}
