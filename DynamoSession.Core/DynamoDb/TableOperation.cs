namespace DynamoSession.Core.DynamoDb;

/// <summary>Something that is done with the table, for messages.</summary>
/// <param name="Description">What could not be done, as it follows "could not".</param>
/// <param name="Permission">The IAM action that allows it.</param>
internal sealed record TableOperation(string Description, string Permission)
{
    private const string UpdateItem = "dynamodb:UpdateItem";

    public static TableOperation Load { get; } = new("load a session", "dynamodb:GetItem");

    public static TableOperation Create { get; } = new("create a session", UpdateItem);

    public static TableOperation Commit { get; } = new("commit a session", UpdateItem);

    public static TableOperation Touch { get; } = new("touch a session", UpdateItem);

    public static TableOperation Destroy { get; } = new("destroy a session", UpdateItem);

    public static TableOperation Fence { get; } = new("give a session a new id", UpdateItem);

    public static TableOperation Acquire { get; } = new("take the lease on a session", UpdateItem);

    public static TableOperation Release { get; } = new("give the lease on a session back", UpdateItem);

    public static TableOperation DetachOrigin { get; } = new("detach a session from its legacy record", UpdateItem);

    public static TableOperation LoadOld { get; } = new("load a session of another package", "dynamodb:GetItem");

    public static TableOperation RemoveOld { get; } = new("remove a session of another package", "dynamodb:DeleteItem");

    public static TableOperation ScanOld { get; } = new("scan the sessions of another package", "dynamodb:Scan");

    public static TableOperation DescribeTable { get; } = new("look at the table", "dynamodb:DescribeTable");

    public static TableOperation CreateTable { get; } = new("create the table", "dynamodb:CreateTable");

    public static TableOperation DescribeTimeToLive { get; } = new("look at the time to live", "dynamodb:DescribeTimeToLive");

    public static TableOperation UpdateTimeToLive { get; } = new("enable the time to live", "dynamodb:UpdateTimeToLive");
}
