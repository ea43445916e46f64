using DynamoSession.Core.Migration.Laravel;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>All validation rules of a migration from Laravel.</summary>
internal sealed class LaravelMigrationOptionsValidator : IValidateOptions<LaravelMigrationOptions>
{
    public ValidateOptionsResult Validate(string? name, LaravelMigrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        var application = options.Application;
        MigrationRules.Check(options, [application.ApplicationKey, .. application.PreviousKeys], result);
        MigrationRules.Check(application.Table, result);
        if (application.Lifetime < TimeSpan.FromMinutes(1))
        {
            result.AddError($"is {application.Lifetime}; it must be at least one minute.", $"{nameof(options.Application)}.{nameof(application.Lifetime)}");
        }

        try
        {
            _ = new LaravelDecrypter(application.ApplicationKey, application.PreviousKeys, application.Cipher);
        }
        catch (ArgumentException exception)
        {
            result.AddError(exception.Message, $"{nameof(options.Application)}.{nameof(application.ApplicationKey)}");
        }

        return result.Build();
    }
}
