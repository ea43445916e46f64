using System.Text;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Sessions of Express.</summary>
internal sealed class ExpressSource : IMigrationSource
{
    private readonly ExpressMigrationOptions _options;
    private readonly byte[][] _secrets;

    public ExpressSource(IOptions<ExpressMigrationOptions> options, LegacyTableSource tables, TimeProvider clock)
    {
        _options = options.Value;
        _secrets = [.. _options.Secrets.Select(Encoding.UTF8.GetBytes)];
        _options.Table.TableName ??= tables.DefaultName;
        Store = new ExpressSessionStore(tables.Client, _options.Table, _options.Format, clock);
    }

    public string Name => LegacyStoreNames.Express;

    public SessionMigrationOptions Options => _options;

    public ILegacySessionStore Store { get; }

    public IReadOnlyList<LegacyCookie> Read(HttpContext context)
    {
        var headers = context.Request.Headers.Cookie;
        return CookieHeader.Find(headers, _options.CookieName) is null
            ? []
            : [new(_options.CookieName, ExpressCookie.FindId(headers, _options.CookieName, _secrets))];
    }
}
