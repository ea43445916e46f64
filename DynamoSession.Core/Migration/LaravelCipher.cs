namespace DynamoSession.Core.Migration;

/// <summary>The ciphers that a Laravel application can use, <c>app.cipher</c> in its configuration.</summary>
public enum LaravelCipher
{
    /// <summary><c>AES-256-CBC</c>, Laravel's default: a key of 32 bytes.</summary>
    Aes256Cbc,

    /// <summary><c>AES-128-CBC</c>: a key of 16 bytes.</summary>
    Aes128Cbc,

    /// <summary><c>AES-256-GCM</c>: a key of 32 bytes.</summary>
    Aes256Gcm,

    /// <summary><c>AES-128-GCM</c>: a key of 16 bytes.</summary>
    Aes128Gcm,
}
