using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Microsoft;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Sessions of Microsoft's middleware.</summary>
internal sealed class DistributedCacheSource : IMigrationSource
{
    private readonly DistributedCacheMigrationOptions _options;
    private readonly IDataProtectionProvider _protection;

    public DistributedCacheSource(
        IOptions<DistributedCacheMigrationOptions> options, LegacyTableSource tables, IDataProtectionProvider protection, IServiceProvider services, TimeProvider clock)
    {
        _options = options.Value;
        _protection = protection;
        Store = _options.Table.TableName is null
            ? new DistributedCacheStore(services.GetService<IDistributedCache>() ?? throw NoCache(), _options, clock)
            : new DistributedCacheTableStore(tables.Client, _options.Table, clock);
    }

    public string Name => LegacyStoreNames.DistributedCache;

    public SessionMigrationOptions Options => _options;

    public ILegacySessionStore Store { get; }

    public IReadOnlyList<LegacyCookie> Read(HttpContext context)
    {
        var headers = context.Request.Headers.Cookie;
        return CookieHeader.Find(headers, _options.CookieName) is null
            ? []
            : [new(_options.CookieName, MicrosoftCookie.FindKey(headers, _options.CookieName, _protection))];
    }

    private static InvalidOperationException NoCache() => new(
        "MigrateFromDistributedCache() requires an IDistributedCache. Register the one that holds the legacy sessions, or set the table of AWS's cache provider in Table.TableName.");
}
