namespace DynamoSession.Core.Migration;

/// <summary>
/// Describes a Laravel application whose sessions are in DynamoDB, <c>SESSION_DRIVER=dynamodb</c>, Laravel 9 to 13. The values are
/// those of its configuration.
/// </summary>
public sealed class LaravelSessionOptions
{
    /// <summary>
    /// Gets the table, <c>DYNAMODB_CACHE_TABLE</c>; its key attribute, in Laravel <c>key</c>; and the cache's prefix,
    /// <c>CACHE_PREFIX</c>, as the prefix of the key.
    /// </summary>
    /// <value>Without a prefix, Laravel's own two are tried: <c>laravel-cache-</c>, then <c>laravel_cache_</c>. That may cost a second read.</value>
    public LegacyTableOptions Table { get; } = new();

    /// <summary>Gets or sets the name of the attribute that holds the session, <c>attributes.value</c> of the cache store.</summary>
    /// <value>The default is <c>value</c>.</value>
    public string ValueAttribute { get; set; } = "value";

    /// <summary>Gets or sets the name of the attribute that holds the end, <c>attributes.expiration</c> of the cache store.</summary>
    /// <value>The default is <c>expires_at</c>.</value>
    public string ExpiresAttribute { get; set; } = "expires_at";

    /// <summary>Gets or sets how long a session lives after it was last used, <c>session.lifetime</c>, there in minutes.</summary>
    /// <value>The default is 2 hours. It must be more than zero.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(120);

    /// <summary>Gets or sets whether sessions are stored encrypted, <c>session.encrypt</c>. Then none that is not is accepted.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsEncrypted { get; set; }

    /// <summary>Gets or sets the application's key, <c>APP_KEY</c>, with which the cookie is encrypted in any case.</summary>
    /// <value>It has no default: <c>base64:...</c>, as it stands in the application's environment.</value>
    public string ApplicationKey { get; set; } = "";

    /// <summary>Gets the keys that were replaced, <c>APP_PREVIOUS_KEYS</c>.</summary>
    public IList<string> PreviousKeys { get; } = [];

    /// <summary>Gets or sets the application's cipher, <c>app.cipher</c>.</summary>
    /// <value>The default is <see cref="LaravelCipher.Aes256Cbc"/>.</value>
    public LaravelCipher Cipher { get; set; }

    /// <summary>Gets or sets whether the cookie ends with the browser, <c>session.expire_on_close</c>.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ExpiresOnClose { get; set; }

    /// <summary>Gets or sets the path that the cookie is set for, <c>session.path</c>.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CookiePath { get; set; } = "/";

    /// <summary>Gets or sets the domain that the cookie is set for, <c>session.domain</c>.</summary>
    /// <value>The default, <see langword="null"/>, is the host alone.</value>
    public string? CookieDomain { get; set; }
}
