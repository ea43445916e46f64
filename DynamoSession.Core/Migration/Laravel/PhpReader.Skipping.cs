namespace DynamoSession.Core.Migration.Laravel;

internal ref partial struct PhpReader
{
    /// <summary>Returns whether the keys of the array that was just begun are 0, 1, 2 and so on, as those of a list are.</summary>
    /// <param name="count">The number of its pairs.</param>
    public readonly bool IsList(int count)
    {
        var ahead = this;
        for (var index = 0; index < count; index++)
        {
            if (ahead.Type != 'i' || ahead.ReadInteger() != index)
            {
                return false;
            }

            ahead.Skip();
        }

        return true;
    }

    /// <summary>Passes over one value of any type, however deep, after checking all of it.</summary>
    /// <returns>Its text.</returns>
    public ReadOnlySpan<byte> Skip()
    {
        var start = _position;
        if (SkipBeginning() is { } count)
        {
            SkipPairs(count);
        }

        return _text[start.._position];
    }

    /// <summary>Passes over the pairs of an array or object, and of those in it. A stack of our own has room for every depth.</summary>
    private void SkipPairs(int count)
    {
        var open = new Stack<int>();
        open.Push(count);
        while (open.TryPop(out var left))
        {
            if (left == 0)
            {
                Expect("}"u8);
                continue;
            }

            open.Push(left - 1);
            SkipKey();
            if (SkipBeginning() is { } inner)
            {
                open.Push(inner);
            }
        }
    }

    private void SkipKey()
    {
        if (Type == 'i')
        {
            ReadInteger();
        }
        else
        {
            ReadString();
        }
    }

    /// <summary>Passes over a whole value, or over the beginning of one that contains others.</summary>
    /// <returns>How many pairs of key and value follow; <see langword="null"/> when it was a whole value.</returns>
    private int? SkipBeginning()
    {
        switch (Type)
        {
            case (byte)'N':
                ReadNull();
                return null;
            case (byte)'b':
                ReadBoolean();
                return null;
            case (byte)'i':
                ReadInteger();
                return null;
            case (byte)'d':
                ReadFloat();
                return null;
            case (byte)'s':
                ReadString();
                return null;
            case (byte)'a':
                return ReadArrayStart();
            default:
                return SkipOpaqueBeginning();
        }
    }

    private int? SkipOpaqueBeginning()
    {
        var type = Type;
        _position++;
        Expect(":"u8);
        switch (type)
        {
            case (byte)'O':
                ReadQuoted();
                Expect(":"u8);
                return ReadCount();
            case (byte)'C':
                ReadQuoted();
                Expect(":"u8);
                var length = ReadCount();
                Take(length);
                Expect("}"u8);
                return null;
            case (byte)'E':
                ReadQuoted();
                Expect(";"u8);
                return null;
            case (byte)'r' or (byte)'R':
                ReadLength();
                Expect(";"u8);
                return null;
            default:
                throw Malformed();
        }
    }
}
