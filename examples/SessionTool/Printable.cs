using System.Globalization;

namespace SessionTool;

/// <summary>Makes text from outside, such as a checkpoint's, safe for a terminal.</summary>
internal static class Printable
{
    /// <summary>Escapes control characters, and marks that change the direction of text.</summary>
    public static string Of(string text) => string.Concat(text.Select(character => IsUnsafe(character)
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
        : character.ToString()));

    private static bool IsUnsafe(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
