using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>JavaScript's encodeURIComponent and decodeURIComponent. The framework's methods accept text that JavaScript rejects, and escape more.</summary>
internal static class PercentEncoding
{
    private const int EscapeLength = 3;

    public static string Encode(string text) => new StringBuilder(Uri.EscapeDataString(text))
        .Replace("%21", "!").Replace("%27", "'").Replace("%28", "(").Replace("%29", ")").Replace("%2A", "*")
        .ToString();

    /// <returns>The text; <see langword="null"/> if it contains a percent sign that doesn't start an escape, or escapes that aren't valid UTF-8.</returns>
    public static string? TryDecode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        var bytes = new byte[text.Length / EscapeLength];
        for (var index = 0; index < text.Length;)
        {
            if (text[index] != '%')
            {
                decoded.Append(text[index++]);
                continue;
            }

            // A character outside ASCII takes several consecutive escapes.
            var count = 0;
            for (; index < text.Length && text[index] == '%'; index += EscapeLength)
            {
                if (!byte.TryParse(text.AsSpan(index + 1, Math.Min(2, text.Length - index - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                    || index + EscapeLength > text.Length)
                {
                    return null;
                }

                bytes[count++] = value;
            }

            if (!Utf8.IsValid(bytes.AsSpan(0, count)))
            {
                return null;
            }

            decoded.Append(Encoding.UTF8.GetString(bytes, 0, count));
        }

        return decoded.ToString();
    }
}
