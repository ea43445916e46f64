using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Finds the end of an object or array in valid JSON, 64 bytes at a time: of the bytes outside of strings, only the brackets count. That takes a
/// small part of the time of reading the tokens.
/// </summary>
internal static class JsonSkipper
{
    private const int Chunk = 64;

    // The brackets of arrays differ from the braces of objects only in this bit.
    private const byte BraceBit = 0x20;

    /// <returns>The index after the end of the object or array that starts at the position; -1 if it has no end.</returns>
    public static int FindEnd(ReadOnlySpan<byte> json, int position)
    {
        var state = default(State);
        while (json.Length - position >= Chunk)
        {
            var end = state.Skip(ref Unsafe.Add(ref MemoryMarshal.GetReference(json), position));
            if (end >= 0)
            {
                return position + end;
            }

            position += Chunk;
        }

        var last = state.Walk(json[position..]);
        return last < 0 ? -1 : position + last;
    }

    /// <summary>Where a walk through JSON has come to.</summary>
    private struct State
    {
        private int _depth;
        private bool _isInText;
        private bool _isEscaped;

        /// <summary>Moves past 64 bytes. In the masks, each byte is a bit, the first one the lowest.</summary>
        /// <param name="first">The first byte.</param>
        /// <returns>The index after the end; -1 if it is not among them.</returns>
        public int Skip(ref byte first)
        {
            var block = Vector512.LoadUnsafe(ref first);
            var quotes = MaskOf(block, (byte)'"');
            var backslashes = MaskOf(block, (byte)'\\');
            if (backslashes != 0 || _isEscaped)
            {
                quotes &= ~EscapedBy(backslashes);
            }

            // Set from an opening quote up to its closing one.
            var text = ParityOf(quotes);
            text = _isInText ? ~text : text;
            _isInText = text >> 63 != 0;

            block |= Vector512.Create(BraceBit);
            var opening = MaskOf(block, (byte)'{') & ~text;
            var closing = MaskOf(block, (byte)'}') & ~text;
            if (BitOperations.PopCount(closing) >= _depth && FindEnd(opening, closing) is >= 0 and var end)
            {
                return end;
            }

            _depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
            return -1;
        }

        /// <returns>The index after the bracket that closes everything; -1 if none of these does.</returns>
        private readonly int FindEnd(ulong opening, ulong closing)
        {
            for (var closed = 1; closing != 0; closed++)
            {
                var upTo = closing ^ (closing - 1);
                if (_depth + BitOperations.PopCount(opening & upTo) == closed)
                {
                    return BitOperations.TrailingZeroCount(closing) + 1;
                }

                closing &= closing - 1;
            }

            return -1;
        }

        /// <summary>Moves past bytes one by one.</summary>
        /// <returns>The index after the end; -1 if it is not among them.</returns>
        public int Walk(ReadOnlySpan<byte> bytes)
        {
            for (var index = 0; index < bytes.Length; index++)
            {
                var next = bytes[index];
                if (_isEscaped)
                {
                    _isEscaped = false;
                }
                else if (next == (byte)'"')
                {
                    _isInText = !_isInText;
                }
                else if (_isInText)
                {
                    _isEscaped = next == (byte)'\\';
                }
                else if ((next | BraceBit) == (byte)'{')
                {
                    _depth++;
                }
                else if ((next | BraceBit) == (byte)'}' && --_depth == 0)
                {
                    return index + 1;
                }
            }

            return -1;
        }

        private static ulong MaskOf(Vector512<byte> block, byte value) => Vector512.Equals(block, Vector512.Create(value)).ExtractMostSignificantBits();

        /// <summary>Returns which bytes follow a backslash that is not escaped itself.</summary>
        private ulong EscapedBy(ulong backslashes)
        {
            var escaped = _isEscaped ? 1UL : 0;
            _isEscaped = false;
            for (var escaping = backslashes & ~escaped; escaping != 0;)
            {
                var index = BitOperations.TrailingZeroCount(escaping);
                if (index == Chunk - 1)
                {
                    _isEscaped = true;
                    break;
                }

                // What follows is escaped, even if it is a backslash.
                escaped |= 2UL << index;
                escaping &= ~(3UL << index);
            }

            return escaped;
        }

        /// <summary>Returns, for each bit, whether the number of bits set up to it is odd.</summary>
        private static ulong ParityOf(ulong bits)
        {
            if (Pclmulqdq.IsSupported)
            {
                // A multiplication by ones without carries adds, to each bit, all lower ones.
                return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
            }

            bits ^= bits << 1;
            bits ^= bits << 2;
            bits ^= bits << 4;
            bits ^= bits << 8;
            bits ^= bits << 16;
            return bits ^ (bits << 32);
        }
    }
}
