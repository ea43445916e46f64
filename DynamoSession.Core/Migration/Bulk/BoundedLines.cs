using System.Text;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Reads lines, like <see cref="TextReader.ReadLine"/>, except that a line that is too long is skipped instead of being kept in memory.</summary>
internal sealed class BoundedLines(TextReader text, int maxLength) : IDisposable
{
    private readonly char[] _buffer = new char[8_192];

    private int _next;
    private int _end;
    private bool _followsCarriageReturn;

    /// <returns>Whether there was another line, and its text; null if it is too long.</returns>
    public async ValueTask<(bool IsLine, string? Text)> ReadAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var isTooLong = false;
        while (_next < _end || await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_followsCarriageReturn && _buffer[_next] == '\n')
            {
                _next++;
                _followsCarriageReturn = false;
                continue;
            }

            _followsCarriageReturn = false;
            var length = _buffer.AsSpan(_next.._end).IndexOfAny('\r', '\n');
            var partLength = length < 0 ? _end - _next : length;
            isTooLong |= line.Length + partLength > maxLength;
            line = isTooLong ? line.Clear() : line.Append(_buffer, _next, partLength);
            if (length >= 0)
            {
                _followsCarriageReturn = _buffer[_next + length] == '\r';
                _next += length + 1;
                return (true, isTooLong ? null : line.ToString());
            }

            _next = _end;
        }

        return line.Length > 0 || isTooLong ? (true, isTooLong ? null : line.ToString()) : (false, null);
    }

    public void Dispose() => text.Dispose();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _next = 0;
        _end = await text.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        return _end > 0;
    }
}
