using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;

namespace SessionTool.Doctor;

/// <summary>Looks at the table's definition, as far as the role may.</summary>
internal sealed class TableInspection(IAmazonDynamoDB dynamoDb, SessionTableOptions options)
{
    public async Task<InspectedTable> RunAsync(CancellationToken cancellationToken)
    {
        TableDescription table;
        try
        {
            table = (await dynamoDb.DescribeTableAsync(options.TableName, cancellationToken)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return new(Finding.Error(
                "table",
                $"Table '{options.TableName}' does not exist in {Place()}.",
                "Check the name, the region and the account; create it with your infrastructure code, or with 'create' for development."))
            {
                Exists = false,
            };
        }
        catch (AmazonServiceException exception) when (Errors.IsDenied(exception))
        {
            return new(NotAllowed("table", "dynamodb:DescribeTable"));
        }

        return new([.. TableChecks.Check(table, options), .. await TimeToLiveAsync(cancellationToken)]) { IsDescribed = true };
    }

    private async Task<IEnumerable<Finding>> TimeToLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.DescribeTimeToLiveAsync(options.TableName, cancellationToken);
            return TableChecks.CheckTimeToLive(response.TimeToLiveDescription, options);
        }
        catch (AmazonServiceException exception) when (Errors.IsDenied(exception))
        {
            return [NotAllowed("time to live", "dynamodb:DescribeTimeToLive")];
        }
        catch (AmazonServiceException exception) when (Errors.IsUnknownOperation(exception))
        {
            return [Finding.Unchecked("time to live", "This endpoint does not support time to live.", "With an emulator, nothing has to be done; it keeps the items of ended sessions.")];
        }
    }

    private string Place() => dynamoDb.Config.ServiceURL is { Length: > 0 } endpoint ? $"'{endpoint}'" : $"region {dynamoDb.Config.RegionEndpoint?.SystemName}";

    private static Finding NotAllowed(string check, string permission) =>
        Finding.Unchecked(check, $"The role may not call {permission}, which sessions don't need.", "Run the doctor with a role that may, to check this too.");
}
