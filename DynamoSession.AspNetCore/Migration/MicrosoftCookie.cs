using System.Security.Cryptography;
using System.Text;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>The cookie of Microsoft's session middleware: the session's key in the cache, protected, as base64 without padding.</summary>
internal static class MicrosoftCookie
{
    private const string Purpose = "SessionMiddleware";
    private const int KeyLength = 36;

    /// <summary>Returns the key in the last cookie of that name, which the framework passes to Microsoft's middleware; null if there is no such cookie, or if it can't be read.</summary>
    /// <param name="headers">The Cookie headers.</param>
    /// <param name="name">The cookie's name, in its exact case.</param>
    /// <param name="protection">The application's data protection, with the keys and the application name that protected the cookie.</param>
    /// <exception cref="SessionStoreException">The key ring is unavailable. Starting a new session, as Microsoft's middleware does, would sign the user out for good.</exception>
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
        catch (Exception exception) when (IsNotGenuine(exception))
        {
            return null;
        }
        catch (Exception exception)
        {
            throw new SessionStoreException(
                "The Data Protection keys that protect the cookies of the legacy sessions could not be loaded. Check that the application can access its key ring.",
                exception);
        }
    }

    // Invalid base64, tampering, a missing key, or another application's cookie. Data Protection reports a key ring that it cannot load by the
    // same type of exception, but with the cause inside.
    private static bool IsNotGenuine(Exception exception) =>
        exception is FormatException or CryptographicException { InnerException: null or CryptographicException };
}
