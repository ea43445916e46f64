using System.Text.Json.Serialization;

namespace DynamoSession.Tests.Support.Express;

/// <summary>The cookie of an application with express-session.</summary>
internal sealed record ExpressCookieSettings
{
    /// <summary>Gets for how many milliseconds the browser keeps it; null for as long as it runs.</summary>
    [JsonPropertyName("maxAge")]
    public long? MaxAge { get; init; }

    [JsonPropertyName("sameSite")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SameSite { get; init; }
}
