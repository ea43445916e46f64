namespace DynamoSession.Core.Sharing;

/// <summary>The cookie settings stored in new sessions. They should match the settings of the Express application.</summary>
internal sealed class ExpressSessionCookie
{
    /// <summary>Gets how long the browser keeps the cookie after the last use, which is also the session's idle timeout.</summary>
    /// <value>The default, <see langword="null"/>, is until the browser is closed; the idle timeout is then 24 hours, like with Express's stores.</value>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Gets the cookie's path.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string Path { get; init; } = "/";

    /// <summary>Gets the cookie's domain.</summary>
    /// <value>The default is <see langword="null"/>: the cookie is sent to its host only.</value>
    public string? Domain { get; init; }

    /// <summary>Gets whether the cookie is hidden from scripts in the browser.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Gets whether the cookie is sent over HTTPS only. Express does not set such a cookie over plain HTTP.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Secure { get; init; }

    /// <summary>Gets the SameSite attribute: <c>lax</c>, <c>strict</c> or <c>none</c>.</summary>
    /// <value>The default is <see langword="null"/>: the cookie has no such attribute.</value>
    public string? SameSite { get; init; }
}
