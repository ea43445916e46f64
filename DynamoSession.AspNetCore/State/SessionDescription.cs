using System.Globalization;
using System.Text;

namespace DynamoSession.AspNetCore.State;

/// <summary>Makes a text, which may come from the client, one that can be stored and shown as a session's description.</summary>
internal static class SessionDescription
{
    private const int MaxBytes = 200;

    /// <returns>The text in at most 200 bytes; null if nothing is left of it.</returns>
    public static string? Of(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, MaxBytes));
        var bytes = 0;

        // A lone surrogate is enumerated as the replacement character.
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = IsShown(rune) ? rune : Rune.ReplacementChar;
            bytes += shown.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            result.Append(shown.ToString());
        }

        var trimmed = result.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    // Format characters can reverse the direction of the text around them.
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
