using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;

namespace DynamoSession.Infrastructure;

/// <summary>The session table of an application, and a policy for each role that uses the table.</summary>
internal sealed class SessionStack : Stack
{
    public SessionStack(Construct scope, SessionSettings settings)
        : base(scope, "Sessions")
    {
        var table = CreateTable(settings);
        var index = $"{table.TableArn}/index/byUser";

        AddPolicy(
            "ApplicationPolicy",
            "For the application, to use sessions.",
            Allow(table.TableArn, "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DescribeTimeToLive"));
        AddPolicy(
            "UserLookupPolicy",
            "For the application besides its own policy, to list, limit and revoke the sessions of a user.",
            Allow(index, "dynamodb:Query"));
        AddPolicy(
            "OperatorPolicy",
            "For operators, to list, count, revoke, reap and clear sessions. It reads all sessions.",
            Allow(table.TableArn, "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Scan"),
            Allow(index, "dynamodb:Query"));

        if (settings.LegacyTableArn is { } legacyTableArn)
        {
            AddPolicy(
                "MigrationPolicy",
                "For the application besides its own policy, to migrate each legacy session with its user's next request.",
                Allow(legacyTableArn, "dynamodb:GetItem", "dynamodb:DeleteItem"));
            AddPolicy(
                "BulkMigrationPolicy",
                "For the tool that migrates a whole table.",
                Allow(legacyTableArn, "dynamodb:GetItem", "dynamodb:DeleteItem", "dynamodb:Scan", "dynamodb:DescribeTable"),
                Allow(table.TableArn, "dynamodb:GetItem", "dynamodb:UpdateItem"));
            AddPolicy(
                "SharingPolicy",
                "For an application that shares the legacy table with Express, instead of its own policy.",
                Allow(legacyTableArn, "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:PutItem"));
        }

        if (table.TableStreamArn is { } streamArn)
        {
            // IAM knows no resource for ListStreams. It returns names only.
            AddPolicy(
                "StreamPolicy",
                "For what reads session events from the table's stream. It reads all sessions.",
                Allow(streamArn, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
                Allow("*", "dynamodb:ListStreams"));
        }
    }

    private Table CreateTable(SessionSettings settings)
    {
        var table = new Table(this, "SessionTable", new TableProps
        {
            TableName = settings.TableName,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            PartitionKey = new Attribute { Name = "id", Type = AttributeType.STRING },
            TimeToLiveAttribute = "expires",
            PointInTimeRecovery = settings.PointInTimeRecovery,
            DeletionProtection = settings.DeletionProtection,
            Encryption = settings.KmsKeyArn is null ? TableEncryption.DEFAULT : TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = settings.KmsKeyArn is { } kmsKeyArn ? Key.FromKeyArn(this, "Key", kmsKeyArn) : null,
            Stream = settings.Stream ? StreamViewType.NEW_AND_OLD_IMAGES : null,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        table.AddGlobalSecondaryIndex(new GlobalSecondaryIndexProps
        {
            IndexName = "byUser",
            PartitionKey = new Attribute { Name = "uid", Type = AttributeType.STRING },
            SortKey = new Attribute { Name = "iat", Type = AttributeType.NUMBER },
            ProjectionType = ProjectionType.KEYS_ONLY,
        });
        _ = new CfnOutput(this, "TableArn", new CfnOutputProps { Value = table.TableArn });
        if (table.TableStreamArn is { } streamArn)
        {
            _ = new CfnOutput(this, "StreamArn", new CfnOutputProps { Value = streamArn });
        }

        return table;
    }

    private void AddPolicy(string name, string description, params PolicyStatement[] statements)
    {
        var policy = new ManagedPolicy(this, name, new ManagedPolicyProps { Description = description, Statements = statements });
        _ = new CfnOutput(this, $"{name}Arn", new CfnOutputProps { Value = policy.ManagedPolicyArn });
    }

    private static PolicyStatement Allow(string resource, params string[] actions) => new(new PolicyStatementProps { Actions = actions, Resources = [resource] });
}
