namespace DynamoSession.Core.Records;

/// <summary>How many commit tokens a record holds, whatever the rate of its commits. A token has 23 bytes, so the default costs 2 KB at most.</summary>
/// <param name="Many">From this number on, a commit removes tokens early.</param>
/// <param name="Most">No commit is applied while the record has this many.</param>
internal sealed record TokenLimits(int Many, int Most)
{
    public static TokenLimits Default { get; } = new(Many: 64, Most: 80);

    /// <summary>Gets how many are kept when some are removed early: the latest commits are those that a retry or a reader looks for.</summary>
    public int Kept => Many * 3 / 4;
}
