using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;

namespace SessionTool.Doctor;

/// <summary>Tries what a role must be allowed. Nothing is changed: each write has a condition that no item meets.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table.</param>
/// <param name="isDescribed">Whether the table's definition has been checked, so that its faults have findings of their own.</param>
internal sealed class PermissionChecks(IAmazonDynamoDB dynamoDb, SessionTableOptions options, bool isDescribed)
{
    private const string Check = "permissions";

    // Not a session's id, so that no session can have this key.
    private const string NoSession = "doctor";

    // No item meets both.
    private const string Never = "attribute_exists(#key) AND attribute_not_exists(#key)";

    public async Task<IReadOnlyList<Finding>> RunAsync(bool isOperator, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        await TryAsync(Severity.Error, "dynamodb:GetItem", "load a session", GetAsync);
        await TryAsync(Severity.Error, "dynamodb:UpdateItem", "create, change, extend and end sessions", UpdateAsync);

        // Many applications neither list nor limit nor end the sessions of a user.
        await TryAsync(isOperator ? Severity.Error : Severity.Warning, "dynamodb:Query", "list, limit and end the sessions of a user (on the table's index)", QueryAsync);
        if (isOperator)
        {
            await TryAsync(Severity.Error, "dynamodb:Scan", "count, list, reap and clear", ScanAsync);
            await TryAsync(Severity.Error, "dynamodb:DeleteItem", "reap", DeleteAsync);
        }

        return [.. findings.Distinct()];

        async Task TryAsync(Severity severity, string permission, string purpose, Func<CancellationToken, Task> call)
        {
            try
            {
                await call(cancellationToken);
            }
            catch (ConditionalCheckFailedException)
            {
                // Allowed.
            }
            catch (AmazonServiceException exception)
            {
                if (Explain(exception, severity, permission, purpose) is { } finding)
                {
                    findings.Add(finding);
                }
            }
        }
    }

    private Finding? Explain(AmazonServiceException exception, Severity severity, string permission, string purpose) => exception switch
    {
        _ when Errors.IsDenied(exception) => new(
            severity, Check, $"The role may not call {permission} on table '{options.TableName}', which is needed to {purpose}.", "Allow it in the role's policy; see docs/operations.md."),
        ResourceNotFoundException => Finding.Error(
            "table", $"Table '{options.TableName}' does not exist in this region and account.", "Check the name, the region and the account; create it with your infrastructure code, or with 'create' for development."),
        { ErrorCode: "ValidationException" } when isDescribed => null,
        { ErrorCode: "ValidationException" } => new(
            severity, "table", $"Table '{options.TableName}' refuses the call that is needed to {purpose}: its key or index is not the one that sessions use.", "Check the key and the index 'byUser'; run the doctor with a role that may describe the table to see them."),
        _ => Finding.Unchecked(Check, $"{permission} could not be tried ({exception.ErrorCode}).", "Run the doctor again."),
    };

    private Task GetAsync(CancellationToken cancellationToken) =>
        dynamoDb.GetItemAsync(new GetItemRequest { TableName = options.TableName, Key = Key() }, cancellationToken);

    private Task UpdateAsync(CancellationToken cancellationToken) => dynamoDb.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = options.TableName,
            Key = Key(),
            UpdateExpression = "REMOVE #never",
            ConditionExpression = Never,
            ExpressionAttributeNames = new() { ["#key"] = options.KeyAttribute, ["#never"] = NoSession },
        },
        cancellationToken);

    private Task DeleteAsync(CancellationToken cancellationToken) => dynamoDb.DeleteItemAsync(
        new DeleteItemRequest
        {
            TableName = options.TableName,
            Key = Key(),
            ConditionExpression = Never,
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
