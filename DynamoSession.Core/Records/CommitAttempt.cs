using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Records;

/// <summary>One attempt to write a commit.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Basis">What is known of the stored session.</param>
/// <param name="Extends">Whether the attempt makes the session's expiry later.</param>
internal sealed record CommitAttempt(SessionCommit Commit, CommitBasis Basis, bool Extends)
{
    private static readonly Dictionary<string, SessionValue> NoFields = [];

    public static CommitAttempt First(SessionCommit commit) => new(commit, CommitBasis.Of(commit.Loaded), commit.Extends);

    /// <summary>Gets by how much the commit can make the stored fields larger, whatever they are.</summary>
    public long Growth => Commit.Changes.LargestGrowth;

    /// <summary>Gets the largest allowed size of the fields in bytes.</summary>
    public long MaxBytes => Commit.MaxBytes ?? RecordLimits.MaxItemBytes;

    /// <summary>
    /// Gets whether the fields stay small enough whatever others have committed meanwhile, provided that the stored bound allows it.
    /// Otherwise, their exact size must be known, and so their version.
    /// </summary>
    public bool FitsBound => Growth == 0 || (Basis.SizeBound is { } bound && bound + Growth <= MaxBytes);

    /// <summary>Returns all fields after the commit.</summary>
    public Dictionary<string, SessionValue> FieldsAfter() => Commit.Changes.ApplyTo(Commit.Changes.ClearsAll ? NoFields : Basis.Fields);

    /// <exception cref="SessionTooLargeException">The commit would make the stored session larger than allowed.</exception>
    public void ThrowIfTooLarge()
    {
        if (!FitsBound && Commit.MaxBytes is { } maxBytes)
        {
            FieldSizes.ThrowIfLargerThan(maxBytes, Basis.Fields, FieldsAfter());
        }
    }

    /// <summary>
    /// Returns whether the refused commit may have been applied by an earlier attempt although its token is missing, because another process
    /// has removed tokens that were still needed.
    /// </summary>
    public bool IsInDoubt(StoredRecord stored) => stored.TokensRemovedUpTo > Basis.Version && stored.LatestUnsettled >= Commit.Progress.FirstSentAt;

    /// <summary>Returns the next attempt, after this one was refused for a reason that doesn't refuse the commit.</summary>
    /// <param name="stored">The session that is stored now.</param>
    public CommitAttempt On(StoredRecord stored) =>
        this with { Basis = CommitBasis.Of(stored), Extends = Extends && RecordState.MayExtend(stored, Commit) && !IsBasedOn(stored) };

    /// <summary>If nothing has changed, it is the conditions of the extension that were not met, even if the attributes seem to meet them.</summary>
    private bool IsBasedOn(StoredRecord stored) =>
        stored.Version == Basis.Version && stored.SizeBound == Basis.SizeBound && stored.CommitTokens!.Count == Basis.CommitTokens.Count;
}
