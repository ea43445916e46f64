using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>Every rule of the options by which sessions are shared, and what cannot be registered beside them.</summary>
internal sealed class ExpressSharingOptionsValidator(SharingRegistration registration) : IValidateOptions<ExpressSharingOptions>
{
    private const string Sharing = "ShareWithExpress()";

    public ValidateOptionsResult Validate(string? name, ExpressSharingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        if (options.Secrets is null or { Count: 0 } || options.Secrets.Any(string.IsNullOrEmpty))
        {
            result.AddError("is empty or has an empty one; it must have the secrets of express-session, in the same order.", nameof(options.Secrets));
        }

        if (string.IsNullOrEmpty(options.CookieName))
        {
            result.AddError("is empty; it must be the name of Express's cookie.", nameof(options.CookieName));
        }

        if (options.Format is not (ExpressFormat.PwrDrvr or ExpressFormat.ConnectDynamoDb))
        {
            result.AddError($"is {options.Format}; it must be PwrDrvr or ConnectDynamoDb. Sessions of the other stores can be migrated, not shared.", nameof(options.Format));
        }

        MigrationRules.Check(options.Table, result);
        if (registration.HasMigration)
        {
            result.AddError("cannot be used together with a migration: first share, then, when Express is gone, migrate.", Sharing);
        }

        if (registration.HasOtherTable)
        {
            result.AddError("cannot be used together with UseInMemoryTable(), UseFakeTable() or a table of your own: Express's table is what is shared.", Sharing);
        }

        return result.Build();
    }
}
