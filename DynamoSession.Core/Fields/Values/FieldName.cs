using System.Globalization;
using System.Text;

namespace DynamoSession.Core.Fields.Values;

/// <summary>What may name a field.</summary>
internal static class FieldName
{
    public const int MaxBytes = 255;

    /// <exception cref="ArgumentException">The name is empty, longer than 255 bytes in UTF-8, or not well-formed UTF-16.</exception>
    public static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        if (ProblemOf(name) is { } problem)
        {
            throw new ArgumentException($"A session field's name {problem}.", nameof(name));
        }
    }

    /// <returns>What is wrong with the name, as it follows "the name"; <see langword="null"/> when it may name a field.</returns>
    public static string? ProblemOf(string name)
    {
        // Two names with different lone surrogates would become one in UTF-8.
        if (!Utf16.IsWellFormed(name))
        {
            return "has a lone surrogate; a name must be well-formed UTF-16";
        }

        var bytes = Encoding.UTF8.GetByteCount(name);
        return bytes is 0 or > MaxBytes
            ? string.Create(CultureInfo.InvariantCulture, $"has {bytes} bytes in UTF-8; it must have 1 to {MaxBytes}")
            : null;
    }
}
