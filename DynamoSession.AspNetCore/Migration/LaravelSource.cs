using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Sessions of Laravel.</summary>
internal sealed class LaravelSource : IMigrationSource
{
    private readonly LaravelMigrationOptions _options;
    private readonly LaravelEncrypter _encrypter;

    public LaravelSource(IOptions<LaravelMigrationOptions> options, OldTableSource tables, TimeProvider clock)
    {
        _options = options.Value;
        var application = _options.Application;
        _encrypter = new LaravelEncrypter(application.ApplicationKey, application.PreviousKeys, application.Cipher);
        application.Table.TableName ??= tables.DefaultName;
        Store = new LaravelSessionStore(tables.Client, application, clock);
    }

    public string Name => OldStoreNames.Laravel;

    public SessionMigrationOptions Options => _options;

    public IOldSessionStore Store { get; }

    public OldCookie Read(HttpContext context) =>
        CookieHeader.Find(context.Request.Headers.Cookie, _options.CookieName) is { } value
            ? OldCookie.Of(LaravelCookie.ReadId(_options.CookieName, value, _encrypter))
            : OldCookie.Absent;
}
