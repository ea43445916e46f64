using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>Writes changed fields, each under its own path, so that changes of concurrent requests are merged.</summary>
internal static class FieldExpressions
{
    /// <summary>Adds an action for each changed field under its own path in the Map of fields.</summary>
    /// <returns>The number of paths that the changes use.</returns>
    public static int AddChanges(UpdateExpressionBuilder builder, string fieldsAttribute, SessionChanges changes)
    {
        if (changes.Fields.Count > 0)
        {
            builder.Name(ChangePlaceholders.Fields, fieldsAttribute);
        }

        var paths = 0;
        var index = 0;
        foreach (var (name, change) in changes.All)
        {
            var placeholders = ChangePlaceholders.At(index);
            builder.ChangedName(placeholders, name);
            paths += AddChange(builder, placeholders, change);
            index++;
        }

        return paths;
    }

    private static int AddChange(UpdateExpressionBuilder builder, ChangePlaceholders placeholders, SessionChange change)
    {
        var path = placeholders.Path;
        switch (change.Kind)
        {
            case SessionChangeKind.Remove:
                builder.Remove(path);
                return 1;
            case SessionChangeKind.Increment:
                builder.Set(path, $"if_not_exists({path}, {builder.Value(":zero", 0)}) + {builder.ChangedValue(placeholders, change.Value!)}");
                return 2;
            case SessionChangeKind.Append:
                var items = builder.ChangedValue(placeholders, change.Value!);
                builder.Set(path, $"list_append(if_not_exists({path}, {builder.Value(":empty", RecordValues.EmptyList)}), {items})");
                return 2;
            default:
                builder.ChangedValue(placeholders, change.Value!);
                builder.Assign(placeholders);
                return 1;
        }
    }
}
