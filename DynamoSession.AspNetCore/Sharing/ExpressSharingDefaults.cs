using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>The defaults of the options while sessions are shared: the cookie as Express sets it, and Express's lifetimes.</summary>
internal sealed class ExpressSharingDefaults(IOptions<ExpressSharingOptions> sharing) : IConfigureOptions<DynamoSessionOptions>, IPostConfigureOptions<DynamoSessionOptions>
{
    /// <summary>How long a session lives if its cookie has no age.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    // Runs before anything that the application configures.
    public void Configure(DynamoSessionOptions options)
    {
        options.Cookie.Name = sharing.Value.CookieName;
        options.Cookie.SameSite = SameSiteMode.Unspecified;
        options.Cookie.SecurePolicy = CookieSecurePolicy.None;
        options.AbsoluteTimeout = Timeout.InfiniteTimeSpan;
        options.IdleTimeout = Timeout.InfiniteTimeSpan;
    }

    // Runs after it.
    public void PostConfigure(string? name, DynamoSessionOptions options)
    {
        if (options.IdleTimeout == Timeout.InfiniteTimeSpan)
        {
            options.IdleTimeout = options.Cookie?.MaxAge ?? Lifetime;
        }

        options.Table.TableName = sharing.Value.Table.TableName ?? options.Table.TableName;
    }
}
