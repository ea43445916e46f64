using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;

namespace SessionTool.Doctor;

/// <summary>Tries what a role must be allowed. Nothing is changed: each write has a condition that cannot be met.</summary>
internal sealed class PermissionChecks(IAmazonDynamoDB dynamoDb, SessionTableOptions options)
{
    // Not a session's id, so that no session can have this key.
    private const string NoSession = "doctor";

    public async Task<IReadOnlyList<Finding>> RunAsync(bool isOperator, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        await TryAsync("dynamodb:GetItem", "load a session", GetAsync);
        await TryAsync("dynamodb:UpdateItem", "create, change, extend and end sessions", UpdateAsync);
        await TryAsync("dynamodb:Query", "list and end the sessions of a user; it is needed on the table's index", QueryAsync);
        if (isOperator)
        {
            await TryAsync("dynamodb:Scan", "count, list, reap and clear", ScanAsync);
            await TryAsync("dynamodb:DeleteItem", "reap", DeleteAsync);
        }

        return findings;

        async Task TryAsync(string permission, string purpose, Func<CancellationToken, Task> call)
        {
            try
            {
                await call(cancellationToken);
            }
            catch (AmazonServiceException exception) when (Errors.IsDenied(exception))
            {
                findings.Add(Finding.Error(
                    "permissions",
                    $"The role may not call {permission} on table '{options.TableName}', which is needed to {purpose}.",
                    "Allow it in the role's policy; see docs/operations.md."));
            }
            catch (AmazonDynamoDBException)
            {
                // Allowed: the condition isn't met, or the table isn't right, which has a finding of its own.
            }
        }
    }

    private Task GetAsync(CancellationToken cancellationToken) =>
        dynamoDb.GetItemAsync(new GetItemRequest { TableName = options.TableName, Key = Key() }, cancellationToken);

    private Task UpdateAsync(CancellationToken cancellationToken) => dynamoDb.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = options.TableName,
            Key = Key(),
            UpdateExpression = "REMOVE #never",
            ConditionExpression = "attribute_exists(#key)",
            ExpressionAttributeNames = new() { ["#key"] = options.KeyAttribute, ["#never"] = "doctor" },
        },
        cancellationToken);

    private Task DeleteAsync(CancellationToken cancellationToken) => dynamoDb.DeleteItemAsync(
        new DeleteItemRequest
        {
            TableName = options.TableName,
            Key = Key(),
            ConditionExpression = "attribute_exists(#key)",
            ExpressionAttributeNames = new() { ["#key"] = options.KeyAttribute },
        },
        cancellationToken);

    private Task QueryAsync(CancellationToken cancellationToken) => dynamoDb.QueryAsync(
        new QueryRequest
        {
            TableName = options.TableName,
            IndexName = TableChecks.UserIndex,
            KeyConditionExpression = "#user = :user",
            ExpressionAttributeNames = new() { ["#user"] = TableChecks.UserAttribute },
            ExpressionAttributeValues = new() { [":user"] = new() { S = NoSession } },
            Limit = 1,
        },
        cancellationToken);

    private Task ScanAsync(CancellationToken cancellationToken) =>
        dynamoDb.ScanAsync(new ScanRequest { TableName = options.TableName, Limit = 1 }, cancellationToken);

    private Dictionary<string, AttributeValue> Key() => new() { [options.KeyAttribute] = new() { S = options.KeyPrefix + NoSession } };
}
