using System.Globalization;
using System.Text;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Validates field names.</summary>
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

    /// <returns>What is wrong with the name, phrased to follow "the name"; <see langword="null"/> if it is valid.</returns>
    public static string? ProblemOf(string name)
    {
        // Names that differ only in lone surrogates would be the same in UTF-8.
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
