using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;

namespace SessionTool.Doctor;

/// <summary>Checks the definition of the table, without any call.</summary>
internal static class TableChecks
{
    public const string UserIndex = "byUser";
    public const string UserAttribute = "uid";
    private const string CreatedAttribute = "iat";

    // Below this, a single page with a few parallel requests is throttled.
    private const long FewUnits = 5;

    public static IEnumerable<Finding> Check(TableDescription table, SessionTableOptions options) =>
        [.. Key(table, options), .. Index(table), .. Billing(table), .. Stream(table), .. Status(table, options)];

    public static IEnumerable<Finding> CheckTimeToLive(TimeToLiveDescription? timeToLive, SessionTableOptions options)
    {
        const string check = "time to live";
        var isOn = timeToLive?.TimeToLiveStatus == TimeToLiveStatus.ENABLED || timeToLive?.TimeToLiveStatus == TimeToLiveStatus.ENABLING;
        if (!isOn)
        {
            yield return Finding.Warning(
                check,
                "Time to live is off, so that the items of sessions that have ended are kept and paid for.",
                $"Enable it on the attribute '{options.ExpiresAttribute}', and run 'reap' once.");
        }
        else if (timeToLive!.AttributeName != options.ExpiresAttribute)
        {
            yield return Finding.Error(
                check,
                $"Time to live is on for the attribute '{timeToLive.AttributeName}', not for '{options.ExpiresAttribute}'.",
                $"Turn it off there and enable it on '{options.ExpiresAttribute}', or set ExpiresAttribute (--table-expires) to the table's attribute.");
        }
    }

    private static IEnumerable<Finding> Key(TableDescription table, SessionTableOptions options)
    {
        if (table.KeySchema is not [var key] || key.AttributeName != options.KeyAttribute || TypeOf(table, key.AttributeName) != ScalarAttributeType.S)
        {
            yield return Finding.Error(
                "key",
                $"The table's key is {Describe(table, table.KeySchema)}; sessions need '{options.KeyAttribute}' (S) alone.",
                "Use another table, or set KeyAttribute (--table-key) to the table's key, if that is a string without a sort key.");
        }
    }

    private static IEnumerable<Finding> Index(TableDescription table)
    {
        const string check = "index by user";
        if (table.GlobalSecondaryIndexes?.Find(index => index.IndexName == UserIndex) is not { } index)
        {
            yield return Finding.Warning(
                check,
                $"The table has no global secondary index '{UserIndex}', so that the sessions of a user cannot be listed or ended.",
                $"Add it with the partition key '{UserAttribute}' (S), the sort key '{CreatedAttribute}' (N) and the projection KEYS_ONLY.");
            yield break;
        }

        var isRight = index.KeySchema is [var user, var created]
            && user.AttributeName == UserAttribute && user.KeyType == KeyType.HASH && TypeOf(table, UserAttribute) == ScalarAttributeType.S
            && created.AttributeName == CreatedAttribute && created.KeyType == KeyType.RANGE && TypeOf(table, CreatedAttribute) == ScalarAttributeType.N;
        if (!isRight)
        {
            yield return Finding.Error(
                check,
                $"The key of the index '{UserIndex}' is {Describe(table, index.KeySchema)}.",
                $"Replace it by one with the partition key '{UserAttribute}' (S), the sort key '{CreatedAttribute}' (N) and the projection KEYS_ONLY.");
        }
        else if (index.Projection?.ProjectionType != ProjectionType.KEYS_ONLY)
        {
            yield return Finding.Warning(
                check,
                $"The index '{UserIndex}' has the projection {index.Projection?.ProjectionType?.Value ?? "?"}, so that each change of a session is written and billed twice.",
                "Replace it by one with the projection KEYS_ONLY.");
        }

        if (index.IndexStatus is { } status && status != IndexStatus.ACTIVE)
        {
            yield return Finding.Warning(check, $"The index '{UserIndex}' has status {status.Value}.", "Wait until it is ACTIVE.");
        }
    }

    private static IEnumerable<Finding> Billing(TableDescription table)
    {
        var isOnDemand = table.BillingModeSummary?.BillingMode == BillingMode.PAY_PER_REQUEST;
        if (!isOnDemand && (table.ProvisionedThroughput?.WriteCapacityUnits < FewUnits || table.ProvisionedThroughput?.ReadCapacityUnits < FewUnits))
        {
            yield return Finding.Warning(
                "capacity",
                $"The table has {table.ProvisionedThroughput.ReadCapacityUnits} read and {table.ProvisionedThroughput.WriteCapacityUnits} write units per second: a few requests at once are throttled.",
                "Use on-demand billing, or provision more with auto scaling.");
        }

        if (table.TableClassSummary?.TableClass == TableClass.STANDARD_INFREQUENT_ACCESS)
        {
            yield return Finding.Warning(
                "capacity", "The table has the class STANDARD_INFREQUENT_ACCESS, with which reads and writes cost more; sessions are mostly reads and writes.", "Use the class STANDARD.");
        }
    }

    private static IEnumerable<Finding> Stream(TableDescription table)
    {
        if (table.StreamSpecification is { StreamEnabled: true } stream && stream.StreamViewType != StreamViewType.NEW_AND_OLD_IMAGES)
        {
            yield return Finding.Warning(
                "stream",
                $"The table's stream has the view type {stream.StreamViewType?.Value}, from which no session events can be read.",
                "Turn the stream off, and on again with NEW_AND_OLD_IMAGES, unless something else needs it as it is.");
        }
    }

    private static IEnumerable<Finding> Status(TableDescription table, SessionTableOptions options)
    {
        if (table.TableStatus is { } status && status != TableStatus.ACTIVE && status != TableStatus.UPDATING)
        {
            yield return Finding.Error("table", $"Table '{options.TableName}' has status {status.Value}.", "Wait until it is ACTIVE, restore it, or use another table.");
        }
    }

    private static string Describe(TableDescription table, IEnumerable<KeySchemaElement>? key) =>
        string.Join(", ", (key ?? []).Select(part => $"'{part.AttributeName}' ({TypeOf(table, part.AttributeName)?.Value ?? "?"}, {part.KeyType?.Value})"));

    private static ScalarAttributeType? TypeOf(TableDescription table, string attribute) =>
        table.AttributeDefinitions?.Find(definition => definition.AttributeName == attribute)?.AttributeType;
}
