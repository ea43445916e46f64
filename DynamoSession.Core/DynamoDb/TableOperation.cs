namespace DynamoSession.Core.DynamoDb;

/// <summary>An operation on a table, for error messages.</summary>
/// <param name="Description">The operation, phrased to follow "could not".</param>
/// <param name="Permission">The IAM action that it requires.</param>
internal sealed record TableOperation(string Description, string Permission)
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

    public static TableOperation LoadLegacy { get; } = new("load a legacy session", "dynamodb:GetItem");

    public static TableOperation DeleteLegacy { get; } = new("delete a legacy session", "dynamodb:DeleteItem");

    public static TableOperation ScanLegacy { get; } = new("scan the legacy sessions", "dynamodb:Scan");

    public static TableOperation DescribeTable { get; } = new("describe the table", "dynamodb:DescribeTable");

    public static TableOperation CreateTable { get; } = new("create the table", "dynamodb:CreateTable");

    public static TableOperation DescribeTimeToLive { get; } = new("describe the table's TTL", "dynamodb:DescribeTimeToLive");

    public static TableOperation UpdateTimeToLive { get; } = new("enable the table's TTL", "dynamodb:UpdateTimeToLive");
}
