using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>All validation rules of sharing, including what can't be registered together with it.</summary>
internal sealed class ExpressSharingOptionsValidator(SharingRegistration registration) : IValidateOptions<ExpressSharingOptions>
{
    private const string Sharing = "ShareWithExpress()";

    public ValidateOptionsResult Validate(string? name, ExpressSharingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        if (options.Secrets is null or { Count: 0 } || options.Secrets.Any(string.IsNullOrEmpty))
        {
            result.AddError("is empty or contains an empty secret; it must contain the secrets of express-session, in the same order.", nameof(options.Secrets));
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
            result.AddError("cannot be used together with a migration: share first, and migrate when Express is gone.", Sharing);
        }

        if (registration.HasOtherTable)
        {
            result.AddError("cannot be used together with UseInMemoryTable(), UseFakeTable() or your own table, because Express's table is shared.", Sharing);
        }

        return result.Build();
    }
}
