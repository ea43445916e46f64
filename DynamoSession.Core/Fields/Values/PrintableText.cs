using System.Globalization;
using System.Text;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Makes text from outside, such as a field's name, safe for a line of a log or a terminal.</summary>
internal static class PrintableText
{
    /// <summary>Escapes control characters, line separators and marks that change the direction of text: <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') || !text.Any(NeedsEscape))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = NeedsEscape(character) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static bool NeedsEscape(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
