using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Json.Serialization;

namespace DynamoSession.Core.Fields.Values;

/// <summary>The names of an enum's values as System.Text.Json writes them, with those of <see cref="JsonStringEnumMemberNameAttribute"/>.</summary>
internal sealed class EnumNames
{
    private static readonly ConcurrentDictionary<Type, EnumNames> Known = new();

    private readonly Type _type;
    private readonly bool _isFlags;

    // Of flags, the values with the most bits come first, so that a combination with a name of its own is found before its parts.
    private readonly (string Name, ulong Bits, StringComparison Comparison)[] _names;

    private EnumNames(Type type)
    {
        _type = type;
        _isFlags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
        var names = Enum.GetNames(type);
        var values = Enum.GetValuesAsUnderlyingType(type);
        var all = names.Select((name, index) => NameOf(type, name, BitsOf(values.GetValue(index)!)));
        _names = [.. _isFlags ? all.OrderByDescending(name => BitOperations.PopCount(name.Bits)) : all];
    }

    public static EnumNames Of(Type type) => Known.GetOrAdd(type, static type => new EnumNames(type));

    /// <returns>The value's name, or the names of the flags that it consists of; <see langword="null"/> if it has none.</returns>
    public string? Format(object value)
    {
        var bits = BitsOf(value);
        var found = new List<string>();
        foreach (var (name, own, _) in _names)
        {
            if (own == bits && found.Count == 0)
            {
                return name;
            }

            if (_isFlags && own != 0 && (bits & own) == own)
            {
                found.Add(name);
                bits &= ~own;
                if (bits == 0)
                {
                    return string.Join(", ", found);
                }
            }
        }

        return null;
    }

    /// <returns>The value, boxed; <see langword="null"/> if the text is neither a name, a list of names nor a number.</returns>
    public object? Parse(string text)
    {
        text = text.Trim();
        if (Array.Find(_names, known => known.Name == text) is { Name: not null } exact)
        {
            return Enum.ToObject(_type, exact.Bits);
        }

        if (text is [(>= '0' and <= '9') or '-' or '+', ..] && Enum.TryParse(_type, text, ignoreCase: false, out var number))
        {
            return number;
        }

        var bits = 0UL;
        foreach (var part in (text is [.., ','] ? text[..^1] : text).Split(',', StringSplitOptions.TrimEntries))
        {
            if (Array.Find(_names, known => known.Name.Equals(part, known.Comparison)) is not { Name: not null } found)
            {
                return null;
            }

            bits |= found.Bits;
        }

        return Enum.ToObject(_type, bits);
    }

    /// <returns>The value, boxed; <see langword="null"/> if the number is out of the range of the underlying type.</returns>
    public object? FromNumber<TNumber>(TNumber number)
        where TNumber : IBinaryInteger<TNumber>
    {
        var value = Enum.ToObject(_type, ulong.CreateTruncating(number));
        return NumberOf(value) == number.ToString(null, CultureInfo.InvariantCulture) ? value : null;
    }

    /// <summary>Returns the value as a number of its underlying type.</summary>
    public static string NumberOf(object value) => Convert.GetTypeCode(value) == TypeCode.UInt64
        ? Convert.ToUInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
        : Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static ulong BitsOf(object value) => Convert.GetTypeCode(value) == TypeCode.UInt64
        ? Convert.ToUInt64(value, CultureInfo.InvariantCulture)
        : unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The fields of an enum are kept with the enum.")]
    private static (string Name, ulong Bits, StringComparison Comparison) NameOf(Type type, string name, ulong bits) =>
        type.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>() is { } own
            ? (own.Name, bits, StringComparison.Ordinal)
            : (name, bits, StringComparison.OrdinalIgnoreCase);
}
