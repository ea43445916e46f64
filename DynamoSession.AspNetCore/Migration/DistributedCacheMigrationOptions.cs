using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Session;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>How sessions of Microsoft's middleware are migrated. Validated when the application starts.</summary>
/// <remarks>The cookie can only be read with the Data Protection keys and application name that it was protected with.</remarks>
public sealed class DistributedCacheMigrationOptions : SessionMigrationOptions
{
    /// <summary>Sets the defaults: the cookie <c>.AspNetCore.Session</c>, and sessions in the application's <c>IDistributedCache</c>.</summary>
    public DistributedCacheMigrationOptions()
        : base(SessionDefaults.CookieName)
    {
    }

    /// <summary>
    /// Gets the table of AWS's cache provider for DynamoDB, which need not be registered any more. Its
    /// <see cref="LegacyTableOptions.KeyPrefix"/> is everything that precedes the session's key, by default <c>dc:</c>.
    /// </summary>
    /// <value>By default no table is named, and the application's <c>IDistributedCache</c> is used.</value>
    public LegacyTableOptions Table { get; } = new();

    /// <summary>Gets or sets the idle timeout of Microsoft's session. It is only needed without a table, because a cache doesn't return the expiry.</summary>
    /// <value>The default is 20 minutes, as in Microsoft's session. It must be at least one minute and at most 400 days.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);
}
