using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>A CloudFormation template, evaluated as far as this project's need it. What is unknown or leads nowhere is an error.</summary>
internal sealed partial class CloudFormationTemplate
{
    private const string Reference = "Ref";
    private const string NoValue = "AWS::NoValue";

    private readonly JsonObject _template;
    private readonly Dictionary<string, string> _parameters;

    private CloudFormationTemplate(JsonObject template, IReadOnlyDictionary<string, string> values)
    {
        _template = template;
        var declared = template["Parameters"]?.AsObject() ?? [];
        _parameters = declared.ToDictionary(parameter => parameter.Key, parameter => (string?)parameter.Value!["Default"] ?? "");
        foreach (var (name, value) in values)
        {
            var allowed = (declared[name] ?? throw Invalid($"There is no parameter '{name}'."))["AllowedValues"]?.AsArray();
            if (allowed is not null && allowed.All(one => (string?)one != value))
            {
                throw Invalid($"'{name}' may not be '{value}'.");
            }

            _parameters[name] = value;
        }
    }

    /// <summary>Returns what a template of the repository, in YAML, would deploy with the parameters.</summary>
    public static Deployment Deploy(string path, IReadOnlyDictionary<string, string> parameters) => Deploy(Read(path), parameters);

    /// <summary>Returns a template of the repository, in YAML, as JSON with the long forms of functions. All values are text.</summary>
    public static JsonObject Read(string path)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(RepositoryFiles.Root, path));
        yaml.Load(reader);
        return ToJson(yaml.Documents.Single().RootNode)!.AsObject();
    }

    /// <summary>Returns what a template would deploy with the parameters.</summary>
    public static Deployment Deploy(JsonObject template, IReadOnlyDictionary<string, string> parameters) => new CloudFormationTemplate(template, parameters).Deploy();

    /// <summary>Returns the grants of a policy in IAM's JSON.</summary>
    public static IReadOnlyList<string> GrantsOf(JsonNode policy)
    {
        Assert.That((string?)policy["Version"], Is.EqualTo("2012-10-17"));
        return [.. policy["Statement"]!.AsArray().SelectMany(statement =>
        {
            Assert.That((string?)statement!["Effect"], Is.EqualTo("Allow"));
            Assert.That(statement.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "Effect", "Action", "Resource" }));
            return Texts(statement["Action"]!).SelectMany(action => Texts(statement["Resource"]!).Select(resource => Deployment.Grant(action, resource)));
        })];
    }

    private Deployment Deploy()
    {
        // CDK adds its own metadata, which deploys nothing.
        var resources = _template["Resources"]!.AsObject()
            .Where(resource => (string?)resource.Value!["Type"] != "AWS::CDK::Metadata" && IsDeployed(resource.Value!))
            .ToArray();
        foreach (var output in _template["Outputs"]!.AsObject().Where(output => IsDeployed(output.Value!)))
        {
            Evaluate(output.Value!["Value"]);
        }

        return new(
            FactsOf(Evaluate(resources.Single(resource => (string?)resource.Value!["Type"] == "AWS::DynamoDB::Table").Value!["Properties"])!.AsObject()),
            resources.Where(resource => (string?)resource.Value!["Type"] != "AWS::DynamoDB::Table").ToDictionary(
                resource => RoleOf(resource.Key),
                resource => PolicyOf((string?)resource.Value!["Type"], Evaluate(resource.Value!["Properties"])!)));
    }

    private static string RoleOf(string policy) =>
        PolicyName().Match(policy) is { Success: true } match ? match.Groups["role"].Value : throw Invalid($"'{policy}' is not the policy of a role.");

    private static IReadOnlyList<string> PolicyOf(string? type, JsonNode properties)
    {
        Assert.That(type, Is.EqualTo("AWS::IAM::ManagedPolicy"));
        return GrantsOf(properties["PolicyDocument"]!);
    }

    private static IReadOnlyList<string> FactsOf(JsonObject table) =>
    [
        $"table {table["TableName"]}",
        $"billing {table["BillingMode"]}",
        .. table["AttributeDefinitions"]!.AsArray().Select(attribute => $"attribute {attribute!["AttributeName"]} {attribute["AttributeType"]}"),
        .. KeyOf(table),
        .. table["GlobalSecondaryIndexes"]!.AsArray().SelectMany(index => KeyOf(index!).Prepend($"index {index!["IndexName"]} {index["Projection"]!["ProjectionType"]}")),
        $"expires by {table["TimeToLiveSpecification"]!["AttributeName"]} {table["TimeToLiveSpecification"]!["Enabled"]}",
        $"recovery {table["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]}",
        $"protection {table["DeletionProtectionEnabled"]}",
        $"key {table["SSESpecification"]?["KMSMasterKeyId"] ?? "of DynamoDB"}",
        $"stream {table["StreamSpecification"]?["StreamViewType"] ?? "none"}",
    ];

    private static IEnumerable<string> KeyOf(JsonNode node) => node["KeySchema"]!.AsArray().Select(key => $"key {key!["AttributeName"]} {key["KeyType"]}");

    private static IEnumerable<string> Texts(JsonNode node) => node is JsonArray several ? several.Select(one => (string)one!) : [(string)node!];

    private bool IsDeployed(JsonNode resource) => resource["Condition"] is not { } condition || IsMet((string)condition!);

    private bool IsMet(string condition) =>
        (bool)Evaluate((_template["Conditions"]?[condition] ?? throw Invalid($"There is no condition '{condition}'.")))!;

    /// <returns>The value; null for a property that is left out.</returns>
    private JsonNode? Evaluate(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Evaluate).Where(one => one is not null)]),
        JsonObject { Count: 1 } call when call.Single() is var (name, argument) && (name == Reference || name.StartsWith("Fn::", StringComparison.Ordinal)) => Call(name, argument!),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Evaluate(member.Value))).Where(member => member.Value is not null)),
        _ => node?.DeepClone(),
    };

    private JsonNode? Call(string function, JsonNode argument) => function switch
    {
        Reference => Refer((string)argument!),
        "Fn::GetAtt" => AttributeOf((string)argument[0]!, (string)argument[1]!),
        "Fn::Sub" => Placeholder().Replace((string)argument!, match => match.Groups["name"].Value.Split('.') is [var resource, var attribute]
            ? AttributeOf(resource, attribute)
            : $"{Refer(match.Groups["name"].Value)}"),
        "Fn::Join" => string.Join((string)argument[0]!, argument[1]!.AsArray().Select(part => $"{Evaluate(part)}")),
        "Fn::If" => Evaluate(IsMet((string)argument[0]!) ? argument[1] : argument[2]),
        "Fn::Equals" => $"{Evaluate(argument[0])}" == $"{Evaluate(argument[1])}",
        "Fn::Not" => !(bool)Evaluate(argument[0])!,
        _ => throw Invalid($"{function} is unknown."),
    };

    private JsonNode? Refer(string name) =>
        name == NoValue ? null
        : _parameters.TryGetValue(name, out var value) ? value
        : Deployed(name) is not null ? $"reference to {name}"
        : throw Invalid($"'{name}' is neither a parameter nor a resource that is deployed.");

    private string AttributeOf(string resource, string attribute) => (Deployed(resource)?["Type"]?.ToString(), attribute) switch
    {
        ("AWS::DynamoDB::Table", "Arn") => Deployment.TableArn,
        ("AWS::DynamoDB::Table", "StreamArn") when Evaluate(Deployed(resource)!["Properties"])!["StreamSpecification"] is not null => Deployment.StreamArn,
        _ => throw Invalid($"'{resource}' is not deployed or has no {attribute}."),
    };

    private JsonNode? Deployed(string resource) => _template["Resources"]![resource] is { } found && IsDeployed(found) ? found : null;

    private static JsonNode? ToJson(YamlNode node)
    {
        JsonNode? value = node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value!, ToJson(member.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Select(ToJson)]),
            YamlScalarNode scalar => scalar.Value,
            _ => throw Invalid($"{node} is not expected."),
        };

        // !Ref and the like are short for an object with one member.
        var tag = node.Tag.IsEmpty || node.Tag.IsNonSpecific ? "" : node.Tag.Value;
        return !tag.StartsWith('!') || tag == "!" ? value
            : tag == "!Ref" ? new JsonObject { [Reference] = value }
            : tag == "!GetAtt" ? new JsonObject { ["Fn::GetAtt"] = new JsonArray([.. ((string)value!).Split('.').Select(part => (JsonNode)part)]) }
            : new JsonObject { [$"Fn::{tag[1..]}"] = value };
    }

    private static InvalidOperationException Invalid(string message) => new($"The CloudFormation template is invalid. {message}");

    [GeneratedRegex("^(?<role>[A-Za-z]+)Policy([0-9A-F]{8})?$")]
    private static partial Regex PolicyName();

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z.:]+)\}")]
    private static partial Regex Placeholder();
}
