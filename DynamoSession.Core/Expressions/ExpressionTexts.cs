using System.Collections.Concurrent;
using System.Text;

namespace DynamoSession.Core.Expressions;

/// <summary>
/// The texts of expressions. They contain placeholders instead of names and values, so that most commits have one of a few: each of those is
/// kept and used again.
/// </summary>
/// <param name="mostKept">How many are kept. Those with many changes are rare, and each is another text.</param>
internal sealed class ExpressionTexts(int mostKept)
{
    private const int LongestKept = 1_024;

    private readonly ConcurrentDictionary<string, string> _kept = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Gets the texts that all tables share: some times as many as there are kinds of writes.</summary>
    public static ExpressionTexts Shared { get; } = new(mostKept: 256);

    /// <summary>Returns a text as a string.</summary>
    public string Of(StringBuilder text)
    {
        var chunks = text.GetChunks().GetEnumerator();
        return text.Length <= LongestKept && chunks.MoveNext() && chunks.Current.Length == text.Length ? Of(chunks.Current.Span) : text.ToString();
    }

    private string Of(ReadOnlySpan<char> text)
    {
        if (_kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var kept))
        {
            return kept;
        }

        var added = text.ToString();
        if (Volatile.Read(ref _count) < mostKept && _kept.TryAdd(added, added))
        {
            Interlocked.Increment(ref _count);
        }

        return added;
    }
}
