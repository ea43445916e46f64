using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>Reads single configuration values. Messages never contain a value, because a section may hold secrets by mistake.</summary>
internal static class ConfigurationValue
{
    public static string Text(IConfigurationSection setting) => setting.Value ?? throw Unreadable(setting, "text");

    public static string NonEmptyText(IConfigurationSection setting) =>
        setting.Value is { Length: > 0 } text ? text : throw Unreadable(setting, "text that is not empty");

    public static string Url(IConfigurationSection setting) =>
        Uri.TryCreate(setting.Value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url.OriginalString
            : throw Unreadable(setting, "a URL such as http://localhost:8000");

    /// <summary>Returns the keys of a section. A single value in its place is an error, because it has no keys.</summary>
    public static IEnumerable<IConfigurationSection> Settings(IConfigurationSection section) =>
        string.IsNullOrEmpty(section.Value) ? section.GetChildren() : throw Unreadable(section, "a section with keys");

    public static TimeSpan Duration(IConfigurationSection setting) =>
        TimeSpan.TryParse(setting.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unreadable(setting, "a duration such as 00:20:00 (-00:00:00.0010000 for none)");

    public static int Number(IConfigurationSection setting) =>
        int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unreadable(setting, "an integer");

    public static bool Flag(IConfigurationSection setting) =>
        bool.TryParse(setting.Value, out var value) ? value : throw Unreadable(setting, "true or false");

    public static TEnum Name<TEnum>(IConfigurationSection setting)
        where TEnum : struct, Enum =>
        // Enum.Parse would also accept numbers, and combinations of names.
        Enum.GetNames<TEnum>().FirstOrDefault(name => name.Equals(setting.Value, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<TEnum>(known)
            : throw Unreadable(setting, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    public static InvalidOperationException Unknown(IConfigurationSection setting, string known) =>
        new($"The configuration key '{setting.Path}' is unknown. Known keys: {known}.");

    private static InvalidOperationException Unreadable(IConfigurationSection setting, string wanted) =>
        new($"The configuration key '{setting.Path}' cannot be read; it must be {wanted}.");
}
