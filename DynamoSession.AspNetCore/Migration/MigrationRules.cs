using System.Text;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core.Migration;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>What every migration from another package must say.</summary>
internal static class MigrationRules
{
    private const int MinKeyBytes = 32;
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromMinutes(1);

    public static void Check(SessionMigrationOptions options, IEnumerable<string?> secrets, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(options.CookieName))
        {
            result.AddError("is empty; it must be the name of the old cookie.", nameof(options.CookieName));
        }

        if (options.MigrationKey is not { Length: >= MinKeyBytes } key)
        {
            result.AddError(
                $"has {options.MigrationKey?.Length ?? 0} bytes; it must have at least {MinKeyBytes} random ones, the same on every server, made for the migration alone.",
                nameof(options.MigrationKey));
        }
        else if (secrets.Any(secret => secret is not null && key.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(secret))))
        {
            result.AddError(
                "is the old package's secret, so that whoever knows that could compute the new cookies; make a key for the migration alone.",
                nameof(options.MigrationKey));
        }

        if (options.Grace < ShortestGrace)
        {
            result.AddError($"is {options.Grace}; it must be at least one minute, or null for as long as the old session would have lived.", nameof(options.Grace));
        }
    }

    public static void Check(LegacyTableOptions table, ValidateOptionsResultBuilder result)
    {
        if (table.TableName is not null && !TableRules.IsTable(table.TableName))
        {
            result.AddError(
                $"is '{table.TableName}'; it must be 3 to 255 letters, digits, '_', '-' and '.', or a table's ARN, or null for the table of the new sessions.",
                $"Table.{nameof(table.TableName)}");
        }

        if (table.KeyAttribute is { Length: 0 })
        {
            result.AddError("is empty; name the partition key, or leave it null for the old package's.", $"Table.{nameof(table.KeyAttribute)}");
        }
    }
}
