using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Sessions of Laravel.</summary>
internal sealed class LaravelSource : IMigrationSource
{
    private readonly LaravelMigrationOptions _options;
    private readonly LaravelDecrypter _encrypter;

    public LaravelSource(IOptions<LaravelMigrationOptions> options, LegacyTableSource tables, TimeProvider clock)
    {
        _options = options.Value;
        var application = _options.Application;
        _encrypter = new LaravelDecrypter(application.ApplicationKey, application.PreviousKeys, application.Cipher);
        application.Table.TableName ??= tables.DefaultName;
        Store = new LaravelSessionStore(tables.Client, application, clock);
    }

    public string Name => LegacyStoreNames.Laravel;

    public SessionMigrationOptions Options => _options;

    public ILegacySessionStore Store { get; }

    public IReadOnlyList<LegacyCookie> Read(HttpContext context)
    {
        List<LegacyCookie>? cookies = null;
        foreach (var name in _options.CookieNames)
        {
            if (CookieHeader.Find(context.Request.Headers.Cookie, name) is { } value)
            {
                (cookies ??= []).Add(new(name, LaravelCookie.ReadId(name, value, _encrypter)));
            }
        }

        return cookies ?? (IReadOnlyList<LegacyCookie>)[];
    }
}
