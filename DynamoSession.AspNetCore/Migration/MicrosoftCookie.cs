using System.Text;
using DynamoSession.AspNetCore.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>The cookie of Microsoft's session middleware: the session's key in the cache, protected, as base64 without padding.</summary>
internal static class MicrosoftCookie
{
    private const string Purpose = "SessionMiddleware";
    private const int KeyLength = 36;

    /// <summary>Returns the key in the last cookie of that name, which the framework passes to Microsoft's middleware; null if there is none or it can't be read.</summary>
    /// <param name="headers">The Cookie headers.</param>
    /// <param name="name">The cookie's name, in its exact case.</param>
    /// <param name="protection">The application's data protection, with the keys and the application name that protected the cookie.</param>
    public static string? FindKey(StringValues headers, string name, IDataProtectionProvider protection)
    {
        if (CookieHeader.FindLast(headers, name) is not { } value)
        {
            return null;
        }

        try
        {
            var text = Uri.UnescapeDataString(value);
            var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
            var key = Encoding.UTF8.GetString(protection.CreateProtector(Purpose).Unprotect(Convert.FromBase64String(padded)));
            return key.Length == KeyLength ? key : null;
        }
        catch (Exception)
        {
            // Invalid base64, a missing key, another application's cookie, an unavailable key ring: Microsoft's middleware also starts a new
            // session in all of these cases.
            return null;
        }
    }
}
