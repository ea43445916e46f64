using DynamoSession.AspNetCore.State;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>All validation rules of a migration from Microsoft's session.</summary>
internal sealed class DistributedCacheMigrationOptionsValidator : IValidateOptions<DistributedCacheMigrationOptions>
{
    public ValidateOptionsResult Validate(string? name, DistributedCacheMigrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        MigrationRules.Check(options, [], result);
        MigrationRules.Check(options.Table, result);
        if (options.IdleTimeout < SessionRules.ShortestIdle || options.IdleTimeout > SessionRules.LongestIdle)
        {
            result.AddError($"is {options.IdleTimeout}; it must be at least one minute and at most 400 days.", nameof(options.IdleTimeout));
        }

        return result.Build();
    }
}
