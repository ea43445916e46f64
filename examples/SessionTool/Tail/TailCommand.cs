using System.CommandLine;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Events;
using SessionTool.Output;

namespace SessionTool.Tail;

/// <summary><c>dynamosession tail</c>: shows what happens to sessions, live, from the table's stream.</summary>
internal static class TailCommand
{
    public static Command Create()
    {
        var command = new Command("tail", "Shows what happens to sessions, as it happens, from the table's stream. Never a field's value. Ctrl+C ends it.");
        var fromStart = new Option<bool>("--from-start") { Description = "Begin with the oldest event of the stream, up to 24 hours ago." };
        var extensions = new Option<bool>("--extensions") { Description = "Show too when sessions are extended." };
        var limit = new Option<int?>("--limit") { Description = "End after so many events." };
        var client = new ClientOptions();
        var table = new TableOptions();
        var result = new ResultOptions();
        command.Add(fromStart);
        command.Add(extensions);
        command.Add(limit);
        table.AddTo(command);
        client.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(async () =>
        {
            var options = table.Read(parsed);
            using var dynamoDb = client.CreateClient(parsed);
            var arn = await FindStreamAsync(dynamoDb, options, cancellationToken);
            using var streams = new StreamsClient(ForStreams(client.CreateConfig(parsed), dynamoDb, options));
            var reader = new SessionEventReader(options) { ReportsExpiryChanges = parsed.GetValue(extensions) };
            var events = new SessionStream(streams, arn).ReadAsync(parsed.GetValue(fromStart), cancellationToken)
                .Select(record => Read(reader, record)).OfType<SessionEvent>().Take(parsed.GetValue(limit) ?? int.MaxValue);
            await foreach (var sessionEvent in events)
            {
                Write(parsed, result, TailedEvent.Of(sessionEvent));
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static async Task<string> FindStreamAsync(AmazonDynamoDBClient dynamoDb, SessionTableOptions options, CancellationToken cancellationToken)
    {
        var table = (await dynamoDb.DescribeTableAsync(options.TableName, cancellationToken)).Table;
        return table is { StreamSpecification.StreamEnabled: true, LatestStreamArn: { } arn } && table.StreamSpecification.StreamViewType == StreamViewType.NEW_AND_OLD_IMAGES
            ? arn
            : throw new UsageException($"Table '{options.TableName}' has no stream with the view type NEW_AND_OLD_IMAGES. Enable it; see docs/events.md.");
    }

    /// <summary>Points a client to the endpoint for streams. An emulator has one for both.</summary>
    private static AmazonDynamoDBConfig ForStreams(AmazonDynamoDBConfig config, AmazonDynamoDBClient dynamoDb, SessionTableOptions options)
    {
        var endpoint = new UriBuilder(dynamoDb.DetermineServiceOperationEndpoint(new DescribeTableRequest { TableName = options.TableName }).URL);
        var region = dynamoDb.Config.AuthenticationRegion ?? dynamoDb.Config.RegionEndpoint?.SystemName;
        if (endpoint.Host.Contains("dynamodb-fips", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException("tail does not know the FIPS endpoint of DynamoDB Streams. Unset AWS_USE_FIPS_ENDPOINT for this command, if your rules allow that.");
        }

        if (region is not null && IsOfAws(endpoint.Host))
        {
            endpoint.Host = $"streams.dynamodb.{region}.{Amazon.RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}";
        }

        config.ServiceURL = endpoint.Uri.ToString();
        config.AuthenticationRegion = region;
        return config;
    }

    private static bool IsOfAws(string host) => host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".api.aws", StringComparison.OrdinalIgnoreCase);

    private static SessionEvent? Read(SessionEventReader reader, JsonElement record)
    {
        try
        {
            return reader.Read(record);
        }
        catch (SessionEventException exception)
        {
            // Another item of the table, perhaps; the events after it are still of interest.
            Console.Error.WriteLine(Printable.Of(exception.Message));
            return null;
        }
    }

    private static void Write(ParseResult parsed, ResultOptions result, TailedEvent tailed)
    {
        if (!result.TryWriteJson(parsed, tailed))
        {
            Console.Out.WriteLine($"{Shown.Time(tailed.At)}  {tailed.Event,-9}  {Printable.Of(tailed.SessionId)}  {Shown.Text(tailed.UserId)}  {Printable.Of(tailed.Details)}".TrimEnd());
        }
    }
}
