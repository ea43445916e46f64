using System.Text;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>The rules for the names of a table and its attributes.</summary>
internal static class TableRules
{
    private const string Table = nameof(DynamoSessionOptions.Table);
    private const int MaxKeyNameBytes = 255;
    private const int MaxPrefixBytes = 1_024;

    public static void Check(SessionTableOptions table, ValidateOptionsResultBuilder result)
    {
        if (!IsTable(table.TableName))
        {
            result.AddError(
                $"is '{table.TableName}'; it must be 3 to 255 letters, digits, '_', '-' and '.', or a table's ARN.",
                $"{Table}.{nameof(table.TableName)}");
        }

        if (table.KeyPrefix is null || Encoding.UTF8.GetByteCount(table.KeyPrefix) > MaxPrefixBytes)
        {
            result.AddError("is null or too long; it must have at most 1,024 bytes and may be empty.", $"{Table}.{nameof(table.KeyPrefix)}");
        }

        CheckAttributes(table, result);
    }

    private static void CheckAttributes(SessionTableOptions table, ValidateOptionsResultBuilder result)
    {
        (string Option, string Name)[] attributes =
        [
            (nameof(table.KeyAttribute), table.KeyAttribute),
            (nameof(table.FieldsAttribute), table.FieldsAttribute),
            (nameof(table.ExpiresAttribute), table.ExpiresAttribute),
        ];

        var taken = new HashSet<string>(SessionTableOptions.ReservedAttributes, StringComparer.Ordinal);
        foreach (var (option, name) in attributes)
        {
            if (string.IsNullOrEmpty(name) || Encoding.UTF8.GetByteCount(name) > MaxKeyNameBytes)
            {
                result.AddError("is empty or too long; it must have 1 to 255 bytes.", $"{Table}.{option}");
            }
            else if (!taken.Add(name))
            {
                result.AddError(
                    $"is '{name}', which the record already uses; choose a name other than {string.Join(", ", taken)}.",
                    $"{Table}.{option}");
            }
        }
    }

    public static bool IsTable(string? name) => IsTableName(name) || IsTableArn(name);

    private static bool IsTableName(string? name) =>
        name is { Length: >= 3 and <= 255 } && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');

    private static bool IsTableArn(string? name) =>
        name?.StartsWith("arn:", StringComparison.Ordinal) == true && name.Contains(":table/", StringComparison.Ordinal);
}
