using System.Text;

namespace DynamoSession.Core.Expressions;

/// <summary>
/// The texts of expressions. They contain placeholders instead of names and values, so that most commits have one of a few: those that came
/// last are kept and used again. Thread-safe.
/// </summary>
/// <param name="places">How many are kept: each text has one place, where it takes that of another.</param>
internal sealed class ExpressionTexts(int places)
{
    // Those with many changes are rare, and each is another text.
    private const int LongestKept = 1_024;

    private readonly string?[] _kept = new string?[places];

    /// <summary>Gets the texts that all tables share: many more places than there are kinds of writes, so that few texts share one.</summary>
    public static ExpressionTexts Shared { get; } = new(places: 1_024);

    /// <summary>Returns a text as a string.</summary>
    public string Of(StringBuilder text)
    {
        var chunks = text.GetChunks().GetEnumerator();
        return text.Length <= LongestKept && chunks.MoveNext() && chunks.Current.Length == text.Length ? Of(chunks.Current.Span) : text.ToString();
    }

    private string Of(ReadOnlySpan<char> text)
    {
        ref var place = ref _kept[(uint)string.GetHashCode(text) % (uint)_kept.Length];
        return place is { } kept && text.SequenceEqual(kept) ? kept : place = text.ToString();
    }
}
