using System.Buffers;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Walks through JSON that is known to be valid and finds where its values are, without reading the tokens of those that it skips.
/// </summary>
/// <param name="json">Valid JSON in UTF-8.</param>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> EndOfLiteral = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _position;

    /// <summary>Gets the bytes that may stand between tokens.</summary>
    public static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>Gets the index of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>Moves past the opening brace of an object.</summary>
    /// <exception cref="FormatException">The next value is not an object.</exception>
    public void EnterObject() => Expect((byte)'{');

    /// <summary>Moves past the name of the next member of the current object, to its value; or past the end of the object.</summary>
    /// <param name="name">Where the name is, without its quotes.</param>
    /// <returns>Whether there is a next member.</returns>
    /// <exception cref="FormatException">This is not a member.</exception>
    public bool NextMember(out Slice name)
    {
        var next = Next();
        if (next == (byte)',')
        {
            _position++;
            next = Next();
        }

        if (next == (byte)'}')
        {
            _position++;
            name = default;
            return false;
        }

        name = SkipText();
        Expect((byte)':');
        Next();
        return true;
    }

    /// <summary>Moves past a string.</summary>
    /// <returns>Where its content is, without the quotes.</returns>
    /// <exception cref="FormatException">The next value is not a string.</exception>
    public Slice SkipText()
    {
        Expect((byte)'"');
        var start = _position;
        var isEscaped = false;
        while (true)
        {
            var length = _json[_position..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                throw DynamoDbJsonSyntax.NotDynamoDbJson();
            }

            _position += length;
            if (_json[_position] == (byte)'"')
            {
                return new Slice(start, _position++ - start, isEscaped);
            }

            isEscaped = true;
            _position += 2;
            if (_position > _json.Length)
            {
                throw DynamoDbJsonSyntax.NotDynamoDbJson();
            }
        }
    }

    /// <summary>Moves past a value of any kind.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="FormatException">The value has no end.</exception>
    public Slice SkipValue()
    {
        var first = Next();
        var start = _position;
        switch (first)
        {
            case (byte)'"':
                SkipText();
                break;
            case (byte)'{' or (byte)'[':
                SkipContainer();
                break;
            default:
                var length = _json[_position..].IndexOfAny(EndOfLiteral);
                _position = length < 0 ? _json.Length : _position + length;
                break;
        }

        return new Slice(start, _position - start, IsEscaped: false);
    }

    private void SkipContainer()
    {
        var end = JsonSkipper.FindEnd(_json, _position);
        _position = end < 0 ? throw DynamoDbJsonSyntax.NotDynamoDbJson() : end;
    }

    private void Expect(byte expected)
    {
        if (Next() != expected)
        {
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }

        _position++;
    }

    /// <summary>Moves to the next byte that is not white space, and returns it.</summary>
    private byte Next()
    {
        while (_position < _json.Length)
        {
            if (_json[_position] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') and var next)
            {
                return next;
            }

            _position++;
        }

        throw DynamoDbJsonSyntax.NotDynamoDbJson();
    }
}
