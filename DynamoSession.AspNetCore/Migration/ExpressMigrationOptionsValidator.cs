using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>All validation rules of a migration from Express.</summary>
internal sealed class ExpressMigrationOptionsValidator : IValidateOptions<ExpressMigrationOptions>
{
    public ValidateOptionsResult Validate(string? name, ExpressMigrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        MigrationRules.Check(options, options.Secrets ?? [], result);
        MigrationRules.Check(options.Table, result);
        if (options.Secrets is null or { Count: 0 } || options.Secrets.Any(string.IsNullOrEmpty))
        {
            result.AddError("is empty or contains an empty secret; it must contain the secrets of express-session, newest first.", nameof(options.Secrets));
        }

        if (!Enum.IsDefined(options.Format))
        {
            result.AddError($"is {options.Format}; it must be one of the stores, or Automatic.", nameof(options.Format));
        }

        return result.Build();
    }
}
