using System.Text;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core.Migration;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>The validation rules of every migration from another package.</summary>
internal static class MigrationRules
{
    private const int MinKeyBytes = 32;
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromMinutes(1);

    public static void Check(SessionMigrationOptions options, IEnumerable<string?> secrets, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(options.CookieName))
        {
            result.AddError("is empty; it must be the name of the legacy cookie.", nameof(options.CookieName));
        }

        if (options.MigrationKey is not { Length: >= MinKeyBytes } key)
        {
            result.AddError(
                $"has {options.MigrationKey?.Length ?? 0} bytes; it must have at least {MinKeyBytes} random bytes, the same on every server and used only for the migration.",
                nameof(options.MigrationKey));
        }
        else if (secrets.Any(secret => secret is not null && key.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(secret))))
        {
            result.AddError(
                "is a secret of the legacy application, so anyone who knows it could compute the new cookies; create a key that is used only for the migration.",
                nameof(options.MigrationKey));
        }

        if (options.Grace < ShortestGrace)
        {
            result.AddError($"is {options.Grace}; it must be at least one minute, or null for as long as the legacy session would have lived.", nameof(options.Grace));
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
            result.AddError("is empty; set the name of the partition key, or null for the legacy package's default.", $"Table.{nameof(table.KeyAttribute)}");
        }
    }
}
