using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>The validation rules of the options while Express uses the sessions too.</summary>
internal sealed class ExpressSharingRules(IOptions<ExpressSharingOptions> sharing) : IValidateOptions<DynamoSessionOptions>
{
    public ValidateOptionsResult Validate(string? name, DynamoSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        if (options.AbsoluteTimeout != Timeout.InfiniteTimeSpan)
        {
            result.AddError(
                $"is {options.AbsoluteTimeout}; do not set it with ShareWithExpress(): Express does not support an absolute timeout and would not keep it, so a session lives for as long as it is used.",
                nameof(options.AbsoluteTimeout));
        }

        var lifetime = options.Cookie?.MaxAge ?? ExpressSharingDefaults.Lifetime;
        if (options.IdleTimeout != lifetime)
        {
            result.AddError(
                $"is {options.IdleTimeout}; do not set it with ShareWithExpress(): as in Express, a session lives for Cookie.MaxAge, or 24 hours if that is not set; that is now {lifetime}.",
                nameof(options.IdleTimeout));
        }

        if (options.Consistency == SessionConsistency.ReadYourWrites)
        {
            result.AddError("is ReadYourWrites; with ShareWithExpress() it must be Strong or Eventual: Express's next write would delete the commit tokens.", nameof(options.Consistency));
        }

        if (options.Cookie?.Name != sharing.Value.CookieName)
        {
            result.AddError(
                $"is '{options.Cookie?.Name}'; with ShareWithExpress() it must be the name of Express's cookie, '{sharing.Value.CookieName}', as set in ExpressSharingOptions.CookieName.",
                $"{nameof(options.Cookie)}.{nameof(options.Cookie.Name)}");
        }

        return result.Build();
    }
}
