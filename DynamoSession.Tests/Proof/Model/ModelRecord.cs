namespace DynamoSession.Tests.Proof.Model;

/// <summary>A stored session in the model.</summary>
internal sealed class ModelRecord
{
    public required Dictionary<string, ModelValue> Fields { get; set; }

    public string? UserId { get; set; }

    public TimeSpan? IdleTimeout { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets or sets when the absolute timeout passes; the maximum value for never.</summary>
    public required DateTimeOffset AbsoluteExpiry { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Gets or sets when the tombstone expires; null while the session has not been ended.</summary>
    public DateTimeOffset? TombstoneExpiresAt { get; set; }

    /// <summary>Gets or sets whether the session was renewed.</summary>
    public bool WasRenewed { get; set; }

    /// <summary>Gets or sets the copy under the new id, which a sign-out ends too; null if the user changed with the id.</summary>
    public ModelRecord? Copy { get; set; }

    public bool IsLiveAt(DateTimeOffset now) => TombstoneExpiresAt is null && now < ExpiresAt;
}
