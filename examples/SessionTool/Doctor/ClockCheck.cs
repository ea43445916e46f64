using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;

namespace SessionTool.Doctor;

/// <summary>Compares this machine's clock with DynamoDB's. Sessions expire by the clocks of the application's machines.</summary>
internal static class ClockCheck
{
    private const string Check = "clock";

    private static readonly TimeSpan Tolerable = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> RunAsync(AmazonDynamoDBClient dynamoDb, SessionTableOptions options, HttpClient http, CancellationToken cancellationToken)
    {
        var endpoint = new Uri(dynamoDb.DetermineServiceOperationEndpoint(new DescribeTableRequest { TableName = options.TableName }).URL);
        if (await AskAsync(http, endpoint, cancellationToken) is not { } theirs)
        {
            return [Finding.Unchecked(Check, "The endpoint's clock could not be read.", "With an emulator, nothing has to be done. Otherwise, check the network path to the endpoint.")];
        }

        var skew = TimeProvider.System.GetUtcNow() - theirs;
        return skew.Duration() <= Tolerable ? [] :
        [
            Finding.Warning(
                Check,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"This machine's clock is {Math.Abs(skew.TotalSeconds):N0} seconds {(skew > TimeSpan.Zero ? "ahead of" : "behind")} DynamoDB's: sessions expire that much too {(skew > TimeSpan.Zero ? "early" : "late")} here."),
                "Synchronize this machine's clock, for example with chrony and the Amazon Time Sync Service."),
        ];
    }

    private static async Task<DateTimeOffset?> AskAsync(HttpClient http, Uri endpoint, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(endpoint, cancellationToken);
            return response.Headers.Date;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
