using System.CommandLine;
using System.CommandLine.Parsing;
using Amazon.DynamoDBv2;
using DynamoSession.Core;

namespace SessionTool;

/// <summary>The options for connecting to DynamoDB. By default the environment is used, as the AWS CLI does.</summary>
internal sealed class ClientOptions
{
    private readonly Option<string?> _region = new("--region") { Description = "The region, if the environment does not set one." };
    private readonly Option<Uri?> _endpoint = new("--endpoint") { Description = "The endpoint of an emulator.", CustomParser = ParseUrl };

    public void AddTo(Command command)
    {
        command.Add(_region);
        command.Add(_endpoint);
    }

    public AmazonDynamoDBClient CreateClient(ParseResult parsed) => new AmazonDynamoDBClient(CreateConfig(parsed));

    public AmazonDynamoDBConfig CreateConfig(ParseResult parsed)
    {
        var config = SessionDynamoDbClient.CreateConfig();
        // No user waits for a single call.
        config.Timeout = TimeSpan.FromSeconds(20);
        var region = parsed.GetValue(_region);
        if (parsed.GetValue(_endpoint) is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        }
        else if (region is not null)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    /// <summary>Parses the URL of an option, and refuses anything else.</summary>
    public static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
        {
            return url;
        }

        result.AddError($"{(result.Parent as OptionResult)?.IdentifierToken?.Value} is '{text}'; it must be a URL such as http://localhost:8000.");
        return null;
    }
}
