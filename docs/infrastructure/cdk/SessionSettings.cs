using System.Globalization;
using Constructs;

namespace DynamoSession.Infrastructure;

/// <summary>What can be chosen, by the context values of the same names: <c>cdk deploy -c tableName=shop-sessions -c stream=true</c>.</summary>
internal sealed record SessionSettings
{
    /// <summary>Gets the name of the table. Give each application a table of its own.</summary>
    public string TableName { get; init; } = "sessions";

    /// <summary>Gets whether the table can be restored to any second of the last 35 days. A restored table has the sessions that have been ended since.</summary>
    public bool PointInTimeRecovery { get; init; } = true;

    /// <summary>Gets whether the table is protected from being deleted.</summary>
    public bool DeletionProtection { get; init; } = true;

    /// <summary>Gets the ARN of your KMS key that encrypts the table. Without one, DynamoDB encrypts with its own key, at no cost.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>Gets whether the table has a stream, for session events.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets the ARN of the table from which sessions are migrated, or that is shared with Express. Without one, there are no policies for that.</summary>
    public string? LegacyTableArn { get; init; }

    /// <exception cref="FormatException">A value is neither <c>true</c> nor <c>false</c>.</exception>
    public static SessionSettings Read(Node node)
    {
        var defaults = new SessionSettings();
        return new SessionSettings
        {
            TableName = TextOf(node, "tableName") ?? defaults.TableName,
            PointInTimeRecovery = BooleanOf(node, "pointInTimeRecovery") ?? defaults.PointInTimeRecovery,
            DeletionProtection = BooleanOf(node, "deletionProtection") ?? defaults.DeletionProtection,
            KmsKeyArn = TextOf(node, "kmsKeyArn"),
            Stream = BooleanOf(node, "stream") ?? defaults.Stream,
            LegacyTableArn = TextOf(node, "legacyTableArn"),
        };
    }

    private static string? TextOf(Node node, string name) => Convert.ToString(node.TryGetContext(name), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static bool? BooleanOf(Node node, string name) => TextOf(node, name) is { } text
        ? bool.TryParse(text, out var value) ? value : throw new FormatException($"The context value '{name}' is '{text}'; it must be true or false.")
        : null;
}
