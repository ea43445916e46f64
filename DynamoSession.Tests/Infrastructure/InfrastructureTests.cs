using System.Text.Json.Nodes;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Infrastructure;

namespace DynamoSession.Tests.Infrastructure;

/// <summary>docs/infrastructure: each definition creates the same table as the package itself, and allows each role what it calls, and nothing else.</summary>
[Category(TestEngine.Category)]
public sealed class InfrastructureTests
{
    private const string Directory = "docs/infrastructure/";

    private static readonly Dictionary<string, Func<Task<IReadOnlyList<string>>>> Roles = new()
    {
        ["Application"] = RecordedRoles.ApplicationAsync,
        ["UserLookup"] = RecordedRoles.UserLookupAsync,
        ["Operator"] = RecordedRoles.OperatorAsync,
        ["Migration"] = RecordedRoles.MigrationAsync,
        ["BulkMigration"] = RecordedRoles.BulkMigrationAsync,
        ["Sharing"] = RecordedRoles.SharingAsync,
        ["Stream"] = RecordedRoles.StreamAsync,
    };

    // In CDK, names begin with a lower-case letter; in Terraform, they have underscores.
    private static readonly Dictionary<string, string> Everything = new()
    {
        ["TableName"] = "shop-sessions",
        ["PointInTimeRecovery"] = "true",
        ["DeletionProtection"] = "true",
        ["KmsKeyArn"] = Deployment.KmsKeyArn,
        ["Stream"] = "true",
        ["LegacyTableArn"] = Deployment.LegacyTableArn,
    };

    private Deployment _cloudFormation = null!;
    private Deployment _cdk = null!;
    private TerraformModule _module = null!;
    private Deployment _terraform = null!;

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        _cloudFormation = CloudFormation(Everything);
        _module = await TerraformModule.ReadAsync();
        _terraform = _module.Deploy();
        _cdk = await CdkApp.DeployAsync(InCdk(Everything));
    }

    private static string[] RoleNames() => [.. Roles.Keys];

    [TestCaseSource(nameof(RoleNames))]
    public async Task A_policy_allows_what_its_role_calls_and_nothing_else(string role)
    {
        var called = await Roles[role]();

        // Attached besides the application's own.
        var besides = role == "UserLookup" ? _cloudFormation.Policies["Application"] : [];
        Assert.That(called.Except(_cloudFormation.Policies[role]).Except(besides), Is.Empty, "The policy doesn't allow these.");
        Assert.That(_cloudFormation.Policies[role].Except(called), Is.Empty, "Nothing calls these.");
    }

    [Test]
    public void CDK_and_Terraform_have_the_same_policies_as_CloudFormation()
    {
        Assert.That(_cloudFormation.Policies.Keys, Is.EquivalentTo(Roles.Keys));
        AssertSamePolicies(_cdk);
        AssertSamePolicies(_terraform);
    }

    [Test]
    public void CloudFormation_creates_the_table_that_sessions_need() => Assert.That(_cloudFormation.Table, Is.EquivalentTo(Expected()));

    [Test]
    public void CDK_creates_the_table_that_sessions_need() => Assert.That(_cdk.Table, Is.EquivalentTo(Expected()));

    [Test]
    public void Terraform_creates_the_table_that_sessions_need() => Assert.That(_terraform.Table, Is.EquivalentTo(Expected()));

    [Test]
    public async Task What_is_not_chosen_is_left_out()
    {
        var settings = new Dictionary<string, string> { ["PointInTimeRecovery"] = "false", ["DeletionProtection"] = "false" };

        var cloudFormation = CloudFormation(settings);
        var cdk = await CdkApp.DeployAsync(InCdk(settings));

        foreach (var deployment in new[] { cloudFormation, cdk })
        {
            Assert.That(deployment.Table, Has.Some.EqualTo("table sessions"));
            Assert.That(deployment.Table, Has.Some.EqualTo("recovery false").And.Some.EqualTo("protection false"));
            Assert.That(deployment.Table, Has.Some.EqualTo("key of DynamoDB").And.Some.EqualTo("stream none"));
            Assert.That(deployment.Policies.Keys, Is.EquivalentTo(new[] { "Application", "UserLookup", "Operator" }));
        }
    }

    [Test]
    public void By_default_the_table_is_protected_and_can_be_recovered()
    {
        Assert.That(CloudFormation([]).Table, Has.Some.EqualTo("recovery true").And.Some.EqualTo("protection true"));
        Assert.That(_module.Variables, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["table_name"] = "sessions",
            ["point_in_time_recovery"] = "true",
            ["deletion_protection"] = "true",
            ["kms_key_arn"] = "",
            ["stream"] = "false",
            ["legacy_table_arn"] = "",
        }));
    }

    [Test]
    public void Terraform_returns_the_table_and_every_policy()
    {
        var policies = new[] { "application", "user_lookup", "operator", "migration", "bulk_migration", "sharing", "stream" }.Select(role => $"{role}_policy_arn");

        Assert.That(_module.Outputs, Is.EquivalentTo(policies.Concat(["table_arn", "stream_arn"])));
    }

    [Test]
    public void The_page_lists_every_policy()
    {
        var listed = MarkdownTable.Under($"{Directory}README.md", "## Policies")
            .SelectMany(row => row[2].Split(", ").Select(action => $"{row[0]}: dynamodb:{action.Trim('`')} on {row[1].Replace("`", "", StringComparison.Ordinal)}"));

        Assert.That(listed, Is.EquivalentTo(_cloudFormation.Policies.SelectMany(policy => policy.Value.Select(grant => $"{policy.Key}: {grant}"))));
    }

    [TestCase("docs/operations.md", "Application")]
    [TestCase("docs/security.md", "Operator")]
    public void A_document_shows_the_same_policy(string document, string role)
    {
        var json = string.Join('\n', RepositoryFiles.Lines(document).SkipWhile(line => line != "## Permissions").SkipWhile(line => line != "```json").Skip(1).TakeWhile(line => line != "```"));

        var grants = CloudFormationTemplate.GrantsOf(JsonNode.Parse(json)!);

        Assert.That(grants, Is.EquivalentTo(_cloudFormation.Policies[role]));
    }

    [Test]
    public void The_page_on_sharing_names_what_the_policy_allows()
    {
        var sentence = RepositoryFiles.Lines("docs/sharing.md").SkipWhile(line => line != "## Permissions").First(line => line.StartsWith("Sharing requires ", StringComparison.Ordinal));

        var actions = sentence[..sentence.IndexOf(" on the table", StringComparison.Ordinal)].Split('`').Where((_, index) => index % 2 == 1).Select(action => action.Replace("dynamodb:", "", StringComparison.Ordinal));

        Assert.That(actions.Select(action => $"dynamodb:{action} on {RoleCalls.LegacyTable}"), Is.EquivalentTo(_cloudFormation.Policies["Sharing"]));
    }

    [Test]
    public void The_page_on_users_needs_what_an_operator_is_allowed()
    {
        var rows = MarkdownTable.Under("docs/users.md", "## Permissions");

        var needed = rows.SelectMany(row => ActionsIn(row[1]).Select(action => $"dynamodb:{action} on {RoleCalls.Table}").Concat(ActionsIn(row[2]).Select(action => $"dynamodb:{action} on {RoleCalls.Index}")));

        Assert.That(needed.Distinct(), Is.EquivalentTo(_cloudFormation.Policies["Operator"]));

        static IEnumerable<string> ActionsIn(string cell) => cell.Split(',').Select(action => action.Trim().Trim('`')).Where(action => action.Length > 0);
    }

    [Test]
    public void The_page_lists_every_setting()
    {
        var listed = MarkdownTable.Under($"{Directory}README.md", "## Settings").Select(row => row[0]);

        Assert.That(listed, Is.EquivalentTo(Everything.Keys));
    }

    private void AssertSamePolicies(Deployment deployment)
    {
        Assert.That(deployment.Policies.Keys, Is.EquivalentTo(_cloudFormation.Policies.Keys));
        foreach (var (role, grants) in deployment.Policies)
        {
            Assert.That(grants, Is.EquivalentTo(_cloudFormation.Policies[role]), role);
        }
    }

    private static Deployment CloudFormation(Dictionary<string, string> parameters) => CloudFormationTemplate.Deploy($"{Directory}cloudformation.yaml", parameters);

    private static Dictionary<string, string> InCdk(Dictionary<string, string> settings) =>
        settings.ToDictionary(setting => $"{char.ToLowerInvariant(setting.Key[0])}{setting.Key[1..]}", setting => setting.Value);

    private static IEnumerable<string> Expected()
    {
        var request = TableShape.Request(new SessionTableOptions { TableName = "shop-sessions" });
        return
        [
            .. TableFacts.Of(request),
            "expires by expires true",
            "recovery true",
            "protection true",
            $"key {Deployment.KmsKeyArn}",
            "stream NEW_AND_OLD_IMAGES",
        ];
    }
}
