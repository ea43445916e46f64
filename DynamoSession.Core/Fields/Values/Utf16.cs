namespace DynamoSession.Core.Fields.Values;

/// <summary>Detects lone surrogates, which cannot be encoded in UTF-8.</summary>
internal static class Utf16
{
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var index)
        {
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return false;
            }

            text = text[(index + 2)..];
        }

        return true;
    }
}
