using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>
/// Tells a sign-in to the application from one that is only a step on the way, such as that of an external provider or before a second
/// factor, whose user is not, or not yet, the application's.
/// </summary>
internal static class ApplicationScheme
{
    // IdentityConstants.ApplicationScheme. The default may be a scheme that combines it with bearer tokens.
    public const string IdentityScheme = "Identity.Application";

    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme to sign in to; null for the default.</param>
    public static async Task<bool> IsSignInAsync(HttpContext context, string? scheme) =>
        Schemes(context) is { } schemes
        && await IsApplicationAsync(context, schemes, scheme ?? (await schemes.GetDefaultSignInSchemeAsync())?.Name);

    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme to sign out from; null for the default.</param>
    public static async Task<bool> IsSignOutAsync(HttpContext context, string? scheme)
    {
        if (Schemes(context) is not { } schemes)
        {
            return false;
        }

        var name = scheme ?? (await schemes.GetDefaultSignOutSchemeAsync())?.Name;

        // Not the default that follows from that for signing in: for Identity, that is the scheme of external providers.
        var chosen = context.RequestServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultSignOutScheme;
        return (name is not null && name == chosen) || await IsApplicationAsync(context, schemes, name);
    }

    private static IAuthenticationSchemeProvider? Schemes(HttpContext context) => context.RequestServices?.GetService<IAuthenticationSchemeProvider>();

    private static async Task<bool> IsApplicationAsync(HttpContext context, IAuthenticationSchemeProvider schemes, string? name)
    {
        if (name is null || await schemes.GetDefaultAuthenticateSchemeAsync() is not { } application)
        {
            return false;
        }

        return name == application.Name || name == IdentityScheme || name == ForwardedTo(context, application);
    }

    /// <summary>Returns the scheme that a policy scheme asks for the user; null for any other scheme.</summary>
    private static string? ForwardedTo(HttpContext context, AuthenticationScheme scheme)
    {
        if (scheme.HandlerType != typeof(PolicySchemeHandler))
        {
            return null;
        }

        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<PolicySchemeOptions>>().Get(scheme.Name);
        return options.ForwardAuthenticate ?? options.ForwardDefaultSelector?.Invoke(context) ?? options.ForwardDefault;
    }
}
