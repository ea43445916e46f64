using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Infrastructure;

namespace DynamoSession.Tests.Lambda;

/// <summary>The template of examples/Lambda. It isn't deployed here, but what it says is what AWS specifies, and what the functions need.</summary>
[TestFixture]
public sealed partial class LambdaTemplateTests
{
    private const string Template = "examples/Lambda/template.yaml";
    private const string Definitions = "docs/infrastructure/cloudformation.yaml";

    private JsonObject _template = null!;
    private JsonObject _resources = null!;
    private IReadOnlyDictionary<string, IReadOnlyList<string>> _policies = null!;

    [SetUp]
    public void Read()
    {
        _template = CloudFormationTemplate.Read(Template);
        _resources = _template["Resources"]!.AsObject();
        _policies = CloudFormationTemplate.Deploy(Definitions, new Dictionary<string, string> { ["Stream"] = "true" }).Policies;
    }

    [TestCase(Template)]
    [TestCase(Definitions)]
    [Category(TestEngine.Category)]
    public async Task Every_property_is_as_AWS_specifies_it(string template)
    {
        Assert.That(await ResourceSpecification.MisfitsOfAsync(CloudFormationTemplate.Read(template)), Is.Empty);
    }

    [Test]
    [Category(TestEngine.Category)]
    public async Task A_property_that_AWS_does_not_specify_is_found()
    {
        _resources["Shop"]!["Properties"]!["Hanlder"] = "Storefront";
        _resources["CartApi"]!["Properties"]!["Timeout"] = "long";
        _resources["Logs"]!["Properties"]!["RetentionInDays"] = "15";
        _resources["Sessions"]!["Properties"]!.AsObject().Remove("KeySchema");
        _resources["Online"]!["Type"] = "AWS::DynamoDB::Tables";

        var misfits = await ResourceSpecification.MisfitsOfAsync(_template);

        Assert.That(misfits, Is.EquivalentTo(new[]
        {
            "Shop has no property Hanlder",
            "CartApi.Timeout is not a number",
            "Logs.RetentionInDays may not be '15'",
            "Sessions has no KeySchema",
            "Online has the type AWS::DynamoDB::Tables, which doesn't exist",
        }));
    }

    [Test]
    public void Every_reference_leads_to_a_resource()
    {
        // SAM creates a resource for the URL of a function.
        var known = _resources.Select(resource => resource.Key).Concat(_resources.Where(resource => resource.Value!["Properties"]!["FunctionUrlConfig"] is not null).Select(resource => $"{resource.Key}Url"));

        var references = ReferencesIn(_template).ToArray();

        Assert.That(references, Has.Length.GreaterThan(20));
        Assert.That(references.Where(reference => !reference.StartsWith("AWS::", StringComparison.Ordinal)).Distinct().Except(known), Is.Empty);
    }

    [TestCase("AttributeDefinitions")]
    [TestCase("KeySchema")]
    [TestCase("GlobalSecondaryIndexes")]
    [TestCase("TimeToLiveSpecification")]
    [TestCase("BillingMode")]
    public void The_table_is_that_of_the_definitions(string property)
    {
        var expected = CloudFormationTemplate.Read(Definitions)["Resources"]!["SessionTable"]!["Properties"]![property];

        Assert.That(_resources["Sessions"]!["Properties"]![property]!.ToJsonString(), Is.EqualTo(expected!.ToJsonString()));
    }

    [Test]
    public void The_applications_may_do_what_sessions_need_and_nothing_else()
    {
        // No function has a health check that asks for the time to live.
        var application = _policies["Application"].Where(grant => !grant.StartsWith("dynamodb:DescribeTimeToLive ", StringComparison.Ordinal)).ToArray();

        Assert.That(GrantsOf("CartApiRole"), Is.EquivalentTo(application));
        Assert.That(GrantsOf("ShopRole"), Is.EquivalentTo(application.Concat(_policies["UserLookup"])));
    }

    [Test]
    public void The_counter_may_read_the_stream_and_write_its_own_table()
    {
        Assert.That(GrantsOf("OnlineCounterRole"), Is.EquivalentTo(_policies["Stream"].Concat(
            ["dynamodb:PutItem on Online.Arn", "dynamodb:Scan on Online.Arn", "sqs:SendMessage on UnreadableEvents.Arn"])));
    }

    [Test]
    public void Only_the_counter_asks_who_calls_its_address()
    {
        var types = _resources.Where(resource => resource.Value!["Properties"]!["FunctionUrlConfig"] is not null)
            .ToDictionary(resource => resource.Key, resource => (string?)resource.Value!["Properties"]!["FunctionUrlConfig"]!["AuthType"]);

        Assert.That(types, Is.EquivalentTo(new Dictionary<string, string> { ["Shop"] = "NONE", ["CartApi"] = "NONE", ["OnlineCounter"] = "AWS_IAM" }));
    }

    /// <summary>Returns what a role may do besides writing its log, in the words of the definitions.</summary>
    private IEnumerable<string> GrantsOf(string role)
    {
        var statements = _resources[role]!["Properties"]!["Policies"]!.AsArray().SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray());
        return statements.SelectMany(statement =>
        {
            Assert.That((string?)statement!["Effect"], Is.EqualTo("Allow"));
            var actions = statement["Action"] is JsonArray several ? several.Select(action => (string)action!) : [(string)statement["Action"]!];
            return actions.Select(action => $"{action} on {NameOf(statement["Resource"]!)}");
        }).Where(grant => !grant.StartsWith("logs:", StringComparison.Ordinal));
    }

    private static string NameOf(JsonNode resource) => resource switch
    {
        JsonObject call when call["Fn::GetAtt"] is JsonArray attribute => string.Join('.', attribute.Select(part => (string)part!)) switch
        {
            "Sessions.Arn" => RoleCalls.Table,
            "Sessions.StreamArn" => RoleCalls.Stream,
            var other => other,
        },
        JsonObject call when (string?)call["Fn::Sub"] == "${Sessions.Arn}/index/byUser" => RoleCalls.Index,
        JsonValue value when (string?)value == "*" => RoleCalls.Everything,
        _ => throw new InvalidOperationException($"{resource} is not expected."),
    };

    private static IEnumerable<string> ReferencesIn(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(ReferencesIn),
        JsonObject { Count: 1 } call when call["Ref"] is { } name => [(string)name!],
        JsonObject { Count: 1 } call when call["Fn::GetAtt"] is JsonArray attribute => [(string)attribute[0]!],
        JsonObject { Count: 1 } call when call["Fn::Sub"] is { } text => Placeholder().Matches((string)text!).Select(match => match.Groups["name"].Value),
        JsonObject members => members.SelectMany(member => ReferencesIn(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z:]+)(\.[A-Za-z]+)?\}")]
    private static partial Regex Placeholder();
}
