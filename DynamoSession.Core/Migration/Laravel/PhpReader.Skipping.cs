namespace DynamoSession.Core.Migration.Laravel;

internal ref partial struct PhpReader
{
    /// <summary>Returns whether the array whose start was just read has the keys 0, 1, 2 and so on, like a list.</summary>
    /// <param name="count">The number of its key-value pairs.</param>
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

    /// <summary>Skips and validates one value of any type and depth.</summary>
    /// <returns>The value's serialized text.</returns>
    public ReadOnlySpan<byte> Skip()
    {
        var start = _position;
        if (SkipValueStart() is { } count)
        {
            SkipPairs(count);
        }

        return _text[start.._position];
    }

    /// <summary>Skips the pairs of an array or object, and of nested ones. An explicit stack allows any depth.</summary>
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
            if (SkipValueStart() is { } inner)
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

    /// <summary>Skips a scalar value, or the start of an array or object.</summary>
    /// <returns>The number of key-value pairs that follow; <see langword="null"/> after a scalar value.</returns>
    private int? SkipValueStart()
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
                return SkipObjectOrReferenceStart();
        }
    }

    private int? SkipObjectOrReferenceStart()
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
