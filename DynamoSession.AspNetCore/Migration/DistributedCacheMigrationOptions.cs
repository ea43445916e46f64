using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Session;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>How sessions of Microsoft's middleware are migrated. Checked when the application starts.</summary>
/// <remarks>The cookie can be read only with the keys, and the application name, of Data Protection that have protected it.</remarks>
public sealed class DistributedCacheMigrationOptions : SessionMigrationOptions
{
    /// <summary>The cookie is <c>.AspNetCore.Session</c>, the sessions are in the application's <c>IDistributedCache</c>.</summary>
    public DistributedCacheMigrationOptions()
        : base(SessionDefaults.CookieName)
    {
    }

    /// <summary>
    /// Gets the table of AWS's cache provider for DynamoDB, which need not be registered any more. Its
    /// <see cref="LegacyTableOptions.KeyPrefix"/> is all that stands before the session's key, by default <c>dc:</c>.
    /// </summary>
    /// <value>By default no table is named, and the application's <c>IDistributedCache</c> is asked.</value>
    public LegacyTableOptions Table { get; } = new();

    /// <summary>Gets or sets the idle timeout that Microsoft's session had. Only needed without a table: a cache does not tell.</summary>
    /// <value>The default is 20 minutes, as it is there. At least one minute, at most 400 days.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);
}
