using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>The two operations against DynamoDB, with JSON that was written by hand.</summary>
[Category(TestEngine.Category)]
public sealed class WireEngineTests
{
    private string _table = null!;
    private DynamoDbWire _wire = null!;

    [OneTimeSetUp]
    public async Task CreateTable()
    {
        _table = await TestEngine.CreateTableAsync();
        _wire = DynamoDbWire.Of((AmazonDynamoDBClient)await TestEngine.ClientAsync(), _table)!;
    }

    [Test]
    public async Task What_is_written_is_read()
    {
        var written = await UpdateAsync("written", """, "ReturnValues": "ALL_NEW" """);
        var read = await GetAsync("written");

        Assert.That((written.Outcome, read.Outcome), Is.EqualTo((WireOutcome.Succeeded, WireOutcome.Succeeded)));
        Assert.That(Json(written)["Attributes"]!["cart"]!["S"]!.GetValue<string>(), Is.EqualTo("ünïcode \"3\" items"));
        Assert.That(Json(read)["Item"]!.ToJsonString(), Is.EqualTo(Json(written)["Attributes"]!.ToJsonString()));
    }

    [Test]
    public async Task A_missing_item_is_an_empty_answer()
    {
        var read = await GetAsync("missing");

        Assert.That(read.Outcome, Is.EqualTo(WireOutcome.Succeeded));
        Assert.That(Json(read)["Item"], Is.Null);
    }

    [Test]
    public async Task A_failed_condition_brings_the_item_if_it_was_asked_for()
    {
        const string condition = """, "ConditionExpression": "attribute_not_exists(cart)" """;
        await UpdateAsync("conditional");

        var with = await UpdateAsync("conditional", condition + """, "ReturnValuesOnConditionCheckFailure": "ALL_OLD" """);
        var without = await UpdateAsync("conditional", condition);

        Assert.That((with.Outcome, without.Outcome), Is.EqualTo((WireOutcome.ConditionFailed, WireOutcome.ConditionFailed)));
        Assert.That(Json(with)["Item"]!["id"]!["S"]!.GetValue<string>(), Is.EqualTo("conditional"));
        Assert.That(Json(without)["Item"], Is.Null);
    }

    [Test]
    public async Task A_request_that_DynamoDB_refuses_for_good_is_not_left_to_the_SDK()
    {
        var answer = await UpdateAsync("refused", """, "ConditionExpression": "nonsense" """);

        Assert.That((answer.Outcome, answer.Refusal?.ErrorCode), Is.EqualTo((WireOutcome.Refused, "ValidationException")));
    }

    private static JsonNode Json(WireAnswer answer) => JsonNode.Parse(answer.Body.Span)!;

    private ValueTask<WireAnswer> GetAsync(string id) => SendAsync(WireOperation.GetItem, $$"""
        {"TableName": "{{_table}}", "Key": {"id": {"S": "{{id}}"} }, "ConsistentRead": true}
        """);

    private ValueTask<WireAnswer> UpdateAsync(string id, string rest = "") => SendAsync(WireOperation.UpdateItem, $$"""
        {
          "TableName": "{{_table}}", "Key": {"id": {"S": "{{id}}"} }, "UpdateExpression": "SET cart = :cart",
          "ExpressionAttributeValues": {":cart": {"S": "ünïcode \"3\" items"} }{{rest}}
        }
        """);

    private ValueTask<WireAnswer> SendAsync(WireOperation operation, string json) => _wire.SendAsync(operation, Encoding.UTF8.GetBytes(json), default);
}
