using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An operation on a table, for error messages.</summary>
/// <param name="Description">The operation, phrased to follow "could not".</param>
/// <param name="Permission">The IAM action that it requires.</param>
/// <param name="Requirement">What to check if DynamoDB rejects the call as invalid.</param>
internal sealed record TableOperation(
    string Description, string Permission, string Requirement = "that the table's key matches the options: a string partition key without a sort key")
{
    private const string UpdateItem = "dynamodb:UpdateItem";

    public static TableOperation Load { get; } = new("load a session", "dynamodb:GetItem");

    public static TableOperation Create { get; } = new("create a session", UpdateItem);

    public static TableOperation Commit { get; } = new("commit a session", UpdateItem);

    public static TableOperation Touch { get; } = new("touch a session", UpdateItem);

    public static TableOperation Destroy { get; } = new("destroy a session", UpdateItem);

    public static TableOperation Fence { get; } = new("renew a session", UpdateItem);

    public static TableOperation Acquire { get; } = new("acquire the lease on a session", UpdateItem);

    public static TableOperation Release { get; } = new("release the lease on a session", UpdateItem);

    public static TableOperation DetachOrigin { get; } = new("detach a session from its legacy record", UpdateItem);

    public static TableOperation BindUser { get; } = new("bind a session to its user", UpdateItem);

    public static TableOperation Revoke { get; } = new("revoke a session", UpdateItem);

    public static TableOperation LoadUser { get; } = new("load what is stored of a user", "dynamodb:GetItem");

    public static TableOperation QueryUser { get; } = new(
        $"find the sessions of a user in the index '{RecordAttributes.UserIndex}'",
        "dynamodb:Query",
        $"that the table has the global secondary index '{RecordAttributes.UserIndex}' with the partition key '{RecordAttributes.User}' (S) and the sort key '{RecordAttributes.CreatedAt}' (N)");

    public static TableOperation Scan { get; } = new("scan the sessions", "dynamodb:Scan");

    public static TableOperation Reap { get; } = new("delete an expired session", "dynamodb:DeleteItem");

    public static TableOperation LoadLegacy { get; } = new("load a legacy session", "dynamodb:GetItem");

    public static TableOperation DeleteLegacy { get; } = new("delete a legacy session", "dynamodb:DeleteItem");

    public static TableOperation ScanLegacy { get; } = new("scan the legacy sessions", "dynamodb:Scan");

    public static TableOperation DescribeTable { get; } = new("describe the table", "dynamodb:DescribeTable");

    public static TableOperation CreateTable { get; } = new("create the table", "dynamodb:CreateTable");

    public static TableOperation DescribeTimeToLive { get; } = new("describe the table's TTL", "dynamodb:DescribeTimeToLive");

    public static TableOperation UpdateTimeToLive { get; } = new("enable the table's TTL", "dynamodb:UpdateTimeToLive");
}
