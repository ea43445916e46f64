namespace DynamoSession.Core.Sharing;

/// <summary>What a session that starts here tells Express about its cookie. It should be what Express says of its own.</summary>
internal sealed class ExpressSessionCookie
{
    /// <summary>Gets how long the browser keeps the cookie, and the session lives, after the last use.</summary>
    /// <value>The default, <see langword="null"/>, is until the browser is closed; the session then lives 24 hours, as with Express's stores.</value>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Gets the path that the cookie is for.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string Path { get; init; } = "/";

    /// <summary>Gets the domain that the cookie is for.</summary>
    /// <value>The default, <see langword="null"/>, is the host alone.</value>
    public string? Domain { get; init; }

    /// <summary>Gets whether scripts in the browser cannot read the cookie.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Gets whether the cookie is sent over https alone. Express does not send such a cookie over plain http.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Secure { get; init; }

    /// <summary>Gets <c>lax</c>, <c>strict</c> or <c>none</c>.</summary>
    /// <value>The default, <see langword="null"/>, leaves it to the browser.</value>
    public string? SameSite { get; init; }
}
