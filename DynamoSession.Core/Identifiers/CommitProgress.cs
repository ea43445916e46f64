namespace DynamoSession.Core.Identifiers;

/// <summary>What is known of the attempts to write one commit.</summary>
internal sealed class CommitProgress
{
    /// <summary>Gets the time of the first attempt in Unix seconds, which is also the earliest time of the commit's token; null before it.</summary>
    public long? FirstSentAt { get; private set; }

    /// <summary>Gets whether the commit is known to be applied. Its token may then be removed from the record.</summary>
    public bool IsApplied { get; private set; }

    public void Sent(long now) => FirstSentAt ??= now;

    public void Applied() => IsApplied = true;
}
