using DynamoSession.Core.Migration.Laravel;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Reads a session's id from the cookie of a Laravel application.</summary>
internal static class LaravelCookie
{
    private const int IdLength = 40;

    /// <param name="name">The cookie's name, <c>session.cookie</c> in the application's configuration.</param>
    /// <param name="value">The cookie's value, as sent by the browser.</param>
    /// <param name="encrypter">The application's keys.</param>
    /// <returns>The id; <see langword="null"/> if the application has not written this cookie.</returns>
    public static string? ReadId(string name, string value, LaravelDecrypter encrypter)
    {
        // A plus sign is not a space here: the value is base64, which a browser may send back with fewer characters escaped.
        var id = encrypter.DecryptCookie(name, Uri.UnescapeDataString(value));
        return id?.Length == IdLength && id.All(char.IsAsciiLetterOrDigit) ? id : null;
    }
}
