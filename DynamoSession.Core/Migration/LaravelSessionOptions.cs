namespace DynamoSession.Core.Migration;

/// <summary>
/// The settings of a Laravel application, version 9 to 13, that stores its sessions in DynamoDB (<c>SESSION_DRIVER=dynamodb</c>). They must
/// match the application's configuration.
/// </summary>
public sealed class LaravelSessionOptions
{
    /// <summary>
    /// Gets the table (<c>DYNAMODB_CACHE_TABLE</c>), its key attribute (by default <c>key</c>) and its key prefix (<c>CACHE_PREFIX</c>).
    /// </summary>
    /// <value>Without a prefix, Laravel's two defaults are tried: <c>laravel-cache-</c>, then <c>laravel_cache_</c>. That can take a second read.</value>
    public LegacyTableOptions Table { get; } = new();

    /// <summary>Gets or sets the name of the attribute that holds the session, <c>attributes.value</c> of the cache store.</summary>
    /// <value>The default is <c>value</c>.</value>
    public string ValueAttribute { get; set; } = "value";

    /// <summary>Gets or sets the name of the attribute that holds the expiry, <c>attributes.expiration</c> of the cache store.</summary>
    /// <value>The default is <c>expires_at</c>.</value>
    public string ExpiresAttribute { get; set; } = "expires_at";

    /// <summary>Gets or sets the idle timeout of a session, <c>session.lifetime</c>, which Laravel states in minutes.</summary>
    /// <value>The default is 2 hours. It must be greater than zero.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(120);

    /// <summary>Gets or sets whether sessions are stored encrypted, <c>session.encrypt</c>. If so, unencrypted sessions are not accepted.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsEncrypted { get; set; }

    /// <summary>Gets or sets the application's key, <c>APP_KEY</c>. The cookie is always encrypted with it.</summary>
    /// <value>There is no default. Copy it from the application's environment, including <c>base64:</c>.</value>
    public string ApplicationKey { get; set; } = "";

    /// <summary>Gets the application's previous keys, <c>APP_PREVIOUS_KEYS</c>.</summary>
    public IList<string> PreviousKeys { get; } = [];

    /// <summary>Gets or sets the application's cipher, <c>app.cipher</c>.</summary>
    /// <value>The default is <see cref="LaravelCipher.Aes256Cbc"/>.</value>
    public LaravelCipher Cipher { get; set; }

    /// <summary>Gets or sets whether the cookie is deleted when the browser is closed, <c>session.expire_on_close</c>.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ExpiresOnClose { get; set; }

    /// <summary>Gets or sets the cookie's path, <c>session.path</c>.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CookiePath { get; set; } = "/";

    /// <summary>Gets or sets the cookie's domain, <c>session.domain</c>.</summary>
    /// <value>The default is <see langword="null"/>: the cookie is sent to its host only.</value>
    public string? CookieDomain { get; set; }
}
