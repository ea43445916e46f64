using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>That a mistake in a template is seen.</summary>
public sealed class CloudFormationTemplateTests
{
    [Test]
    public void What_a_template_deploys_is_told_in_words()
    {
        var deployment = Deploy(Template());

        Assert.That(deployment.Policies["Application"], Is.EqualTo(new[] { "dynamodb:GetItem on the table" }));
        Assert.That(deployment.Table, Has.Some.EqualTo("table sessions").And.Some.EqualTo("stream none"));
    }

    [TestCase("""{"Ref":"Tabel"}""", "'Tabel' is neither a parameter nor a resource", Description = "a reference that leads nowhere")]
    [TestCase("""{"Fn::GetAtt":["SessionTable","StreamArn"]}""", "has no StreamArn", Description = "of a table without a stream")]
    [TestCase("""{"Fn::Sub":"${Other.Arn}/index/byUser"}""", "'Other' is not deployed")]
    [TestCase("""{"Fn::If":["HasStream","*","*"]}""", "There is no condition 'HasStream'")]
    [TestCase("""{"Fn::Select":[0,["*"]]}""", "Fn::Select is unknown")]
    [TestCase("""{"Fn::Sub":"${SessionTable.Arn}/*"}""", "which no role is recorded on", Description = "a resource that is wider than an index")]
    [TestCase("\"arn:aws:dynamodb:eu-central-1:111122223333:table/*\"", "which no role is recorded on")]
    public void A_resource_that_leads_nowhere_or_too_far_is_an_error(string resource, string message)
    {
        var template = Template();
        template["Resources"]!["ApplicationPolicy"]!["Properties"]!["PolicyDocument"]!["Statement"]![0]!["Resource"] = JsonNode.Parse(resource);

        Assert.That(() => Deploy(template), Throws.InvalidOperationException.With.Message.Contains(message));
    }

    [Test]
    public void A_value_that_a_parameter_does_not_allow_is_an_error()
    {
        var template = Template();
        template["Parameters"] = JsonNode.Parse("""{"Stream":{"Type":"String","AllowedValues":["true","false"],"Default":"false"}}""");

        Assert.That(
            () => CloudFormationTemplate.Deploy(template, new Dictionary<string, string> { ["Stream"] = "yes" }),
            Throws.InvalidOperationException.With.Message.Contains("'Stream' may not be 'yes'"));
    }

    private static Deployment Deploy(JsonObject template) => CloudFormationTemplate.Deploy(template, new Dictionary<string, string>());

    private static JsonObject Template() => JsonNode.Parse("""
        {
          "Resources": {
            "SessionTable": {
              "Type": "AWS::DynamoDB::Table",
              "Properties": {
                "TableName": "sessions",
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
                "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
                "GlobalSecondaryIndexes": [],
                "TimeToLiveSpecification": { "AttributeName": "expires", "Enabled": true },
                "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true },
                "DeletionProtectionEnabled": true
              }
            },
            "ApplicationPolicy": {
              "Type": "AWS::IAM::ManagedPolicy",
              "Properties": {
                "PolicyDocument": {
                  "Version": "2012-10-17",
                  "Statement": [{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": { "Fn::GetAtt": ["SessionTable", "Arn"] } }]
                }
              }
            }
          },
          "Outputs": { "TableArn": { "Value": { "Fn::GetAtt": ["SessionTable", "Arn"] } } }
        }
        """)!.AsObject();
}
