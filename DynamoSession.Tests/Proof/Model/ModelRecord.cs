namespace DynamoSession.Tests.Proof.Model;

/// <summary>A stored session as the model has it.</summary>
internal sealed class ModelRecord
{
    public required Dictionary<string, ModelValue> Fields { get; set; }

    public string? UserId { get; set; }

    public TimeSpan? IdleTimeout { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset AbsoluteEnd { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Gets or sets until when late requests are told that the session was ended; null while it was not.</summary>
    public DateTimeOffset? DeadUntil { get; set; }

    /// <summary>Gets or sets under which record the session goes on; null unless its id was renewed.</summary>
    public ModelRecord? Successor { get; set; }

    public bool LivesAt(DateTimeOffset now) => DeadUntil is null && now < ExpiresAt;
}
