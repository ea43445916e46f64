using System.Text;

namespace DynamoSession.Core.Expressions;

/// <summary>Where the texts of an expression are written. The next expression on the same thread uses the same buffers.</summary>
internal sealed class ExpressionBuffers
{
    // In characters. A commit that changes some fields needs half of it.
    private const int Usual = 512;

    [ThreadStatic]
    private static ExpressionBuffers? _spare;

    private readonly bool _isSpare;

    private ExpressionBuffers(int length, bool isSpare)
    {
        Update = new(length);
        _isSpare = isSpare;
    }

    /// <summary>Gets what the update expression is written to.</summary>
    public StringBuilder Update { get; }

    /// <summary>Gets what the condition is written to.</summary>
    public StringBuilder Condition { get; } = new(Usual);

    /// <param name="length">About how long the update expression will be, in characters.</param>
    public static ExpressionBuffers Rent(int length)
    {
        if (length > Usual)
        {
            return new(length, isSpare: false);
        }

        var buffers = _spare ?? new(Usual, isSpare: true);
        _spare = null;
        return buffers;
    }

    /// <summary>Leaves the buffers to the next expression.</summary>
    public void Return()
    {
        if (_isSpare && Update.Capacity == Usual && Condition.Capacity == Usual)
        {
            Update.Clear();
            Condition.Clear();
            _spare = this;
        }
    }
}
