using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>What sessions cannot have while Express uses them too.</summary>
internal sealed class ExpressSharingRules(IOptions<ExpressSharingOptions> sharing) : IValidateOptions<DynamoSessionOptions>
{
    public ValidateOptionsResult Validate(string? name, DynamoSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        if (options.AbsoluteTimeout != Timeout.InfiniteTimeSpan)
        {
            result.AddError(
                $"is {options.AbsoluteTimeout}; leave it out with ShareWithExpress(): Express knows no absolute end and would not keep one, so a session lives for as long as it is used.",
                nameof(options.AbsoluteTimeout));
        }

        var lifetime = options.Cookie?.MaxAge ?? ExpressSharingDefaults.Lifetime;
        if (options.IdleTimeout != lifetime)
        {
            result.AddError(
                $"is {options.IdleTimeout}; leave it out with ShareWithExpress(): as in Express, a session lives as long as Cookie.MaxAge says, or 24 hours, which is now {lifetime}.",
                nameof(options.IdleTimeout));
        }

        if (options.Consistency == SessionConsistency.ReadYourWrites)
        {
            result.AddError("is ReadYourWrites; with ShareWithExpress() it must be Strong or Eventual: Express's next write takes away what it goes by.", nameof(options.Consistency));
        }

        if (options.Cookie?.Name != sharing.Value.CookieName)
        {
            result.AddError(
                $"is '{options.Cookie?.Name}'; with ShareWithExpress() it must be the name of Express's cookie, '{sharing.Value.CookieName}', which ExpressSharingOptions.CookieName says.",
                $"{nameof(options.Cookie)}.{nameof(options.Cookie.Name)}");
        }

        return result.Build();
    }
}
