using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An operation on a table, for error messages and telemetry.</summary>
/// <param name="Name">A short name for telemetry.</param>
/// <param name="Description">The operation, phrased to follow "could not".</param>
/// <param name="Permission">The IAM action that it requires.</param>
/// <param name="Requirement">What to check if DynamoDB rejects the call as invalid.</param>
internal sealed record TableOperation(
    string Name, string Description, string Permission, string Requirement = "that the table's key matches the options: a string partition key without a sort key")
{
    private const string UpdateItem = "dynamodb:UpdateItem";

    public static TableOperation Load { get; } = new("load", "load a session", "dynamodb:GetItem");

    public static TableOperation Create { get; } = new("create", "create a session", UpdateItem);

    public static TableOperation Commit { get; } = new("commit", "commit a session", UpdateItem);

    public static TableOperation Touch { get; } = new("touch", "touch a session", UpdateItem);

    public static TableOperation Destroy { get; } = new("destroy", "destroy a session", UpdateItem);

    public static TableOperation Fence { get; } = new("fence", "renew a session", UpdateItem);

    public static TableOperation Acquire { get; } = new("acquire_lease", "acquire the lease on a session", UpdateItem);

    public static TableOperation Release { get; } = new("release_lease", "release the lease on a session", UpdateItem);

    public static TableOperation DetachOrigin { get; } = new("detach_origin", "detach a session from its legacy record", UpdateItem);

    public static TableOperation BindUser { get; } = new("bind_user", "bind a session to its user", UpdateItem);

    public static TableOperation Revoke { get; } = new("revoke", "revoke a session", UpdateItem);

    public static TableOperation LoadUser { get; } = new("load_user", "load what is stored of a user", "dynamodb:GetItem");

    public static TableOperation QueryUser { get; } = new(
        "query_user",
        $"find the sessions of a user in the index '{RecordAttributes.UserIndex}'",
        "dynamodb:Query",
        $"that the table has the global secondary index '{RecordAttributes.UserIndex}' with the partition key '{RecordAttributes.User}' (S) and the sort key '{RecordAttributes.CreatedAt}' (N)");

    public static TableOperation Scan { get; } = new("scan", "scan the sessions", "dynamodb:Scan");

    public static TableOperation Reap { get; } = new("reap", "delete an expired session", "dynamodb:DeleteItem");

    public static TableOperation LoadLegacy { get; } = new("load_legacy", "load a legacy session", "dynamodb:GetItem");

    public static TableOperation DeleteLegacy { get; } = new("delete_legacy", "delete a legacy session", "dynamodb:DeleteItem");

    public static TableOperation ScanLegacy { get; } = new("scan_legacy", "scan the legacy sessions", "dynamodb:Scan");

    public static TableOperation DescribeTable { get; } = new("describe_table", "describe the table", "dynamodb:DescribeTable");

    public static TableOperation CreateTable { get; } = new("create_table", "create the table", "dynamodb:CreateTable");

    public static TableOperation DescribeTimeToLive { get; } = new("describe_ttl", "describe the table's TTL", "dynamodb:DescribeTimeToLive");

    public static TableOperation UpdateTimeToLive { get; } = new("update_ttl", "enable the table's TTL", "dynamodb:UpdateTimeToLive");
}
