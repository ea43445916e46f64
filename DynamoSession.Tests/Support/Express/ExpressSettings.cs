using System.Text.Json.Serialization;

namespace DynamoSession.Tests.Support.Express;

/// <summary>How an application with express-session is set up. Where it stays with the default, so do we.</summary>
internal sealed record ExpressSettings
{
    [JsonPropertyName("secrets")]
    public string[] Secrets { get; init; } = ["keyboard cat"];

    [JsonPropertyName("cookieName")]
    public string CookieName { get; init; } = "connect.sid";

    /// <summary>Gets whether a session is saved that was not changed.</summary>
    [JsonPropertyName("resave")]
    public bool Resave { get; init; }

    /// <summary>Gets whether every answer sends the cookie.</summary>
    [JsonPropertyName("rolling")]
    public bool Rolling { get; init; }

    [JsonPropertyName("cookie")]
    public ExpressCookieSettings Cookie { get; init; } = new();

    /// <summary>Gets after how many seconds a session is extended, in the stores that ask; null for its default.</summary>
    [JsonPropertyName("touchAfter")]
    public int? TouchAfter { get; init; }
}
