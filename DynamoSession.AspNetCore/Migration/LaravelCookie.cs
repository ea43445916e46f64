using DynamoSession.Core.Migration.Laravel;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Reads the id of a session from the cookie of a Laravel application.</summary>
internal static class LaravelCookie
{
    private const int IdLength = 40;

    /// <param name="name">The cookie's name, <c>session.cookie</c> in the application's configuration.</param>
    /// <param name="value">Its value, as the browser sent it.</param>
    /// <param name="encrypter">The application's keys.</param>
    /// <returns>The id; <see langword="null"/> when the application has not written this cookie.</returns>
    public static string? ReadId(string name, string value, LaravelDecrypter encrypter)
    {
        // A plus sign is no blank here: the value is base64, which a browser may send back with less of it escaped.
        var id = encrypter.DecryptCookie(name, Uri.UnescapeDataString(value));
        return id?.Length == IdLength && id.All(char.IsAsciiLetterOrDigit) ? id : null;
    }
}
