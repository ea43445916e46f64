using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Dynalite;
using DynamoSession.Tests.Support.Engine;
using Moq;

namespace DynamoSession.Tests.Core;

/// <summary>That a difference between DynamoDB Local and dynalite is seen, and that those which are listed are there.</summary>
[Category(TestEngine.Category)]
public sealed class DynaliteDifferenceTests
{
    private const string Condition = "attribute_not_exists(#a)";

    private string _tableName = null!;
    private IAmazonDynamoDB _local = null!;
    private IAmazonDynamoDB _dynalite = null!;
    private PairedDynamoDb _pair = null!;

    [OneTimeSetUp]
    public async Task CreateTheTables()
    {
        _local = await TestEngine.ClientAsync();
        _dynalite = await TestDynalite.ClientAsync();
        _tableName = await TestEngine.CreateTableAsync();
        await TestEngine.CreateTableAsync(_dynalite, _tableName);
    }

    [SetUp]
    public void Pair() => _pair = new(_local, _dynalite);

    [TearDown]
    public void EndThePair() => _pair.Dispose();

    [TestCase("SET #a :v", Condition)]
    [TestCase("SET #a = :v,", Condition)]
    [TestCase("SET #a = :v SET #b = :v", Condition)]
    [TestCase("SET #a = :v, #a.#b = :v", Condition)]
    [TestCase("SET #a = if_not_exists(#a) + :v", Condition)]
    [TestCase("REMOVE #a", Condition, Description = "a value that nothing uses")]
    [TestCase("SET #a = :v", "attribute_not_exists(#a) AND")]
    [TestCase("SET #a = :v", "attribute_not_exist(#a)")]
    [TestCase("SET #a = :v", "(attribute_exists(#a) OR #a <= :v")]
    public async Task What_dynalite_does_not_understand_is_seen(string update, string condition)
    {
        var all = new Mock<IAmazonDynamoDB>();
        all.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new UpdateItemResponse());
        using var pair = new PairedDynamoDb(all.Object, _dynalite);

        await pair.Client.UpdateItemAsync(Update(Sample.NewId(), update, condition, """{"N":"1"}"""));

        var disagreement = pair.Disagreements.Single();
        Assert.That(disagreement.First, Is.EqualTo(PairedDynamoDb.Applied));
        Assert.That(disagreement.Second, Does.StartWith("ValidationException"));
        Assert.That(DynaliteDifferences.NameOf(disagreement), Is.Null);
    }

    [Test]
    public async Task What_both_apply_or_both_refuse_is_not_a_difference()
    {
        var request = Update(Sample.NewId(), "SET #a = :v", Condition, """{"N":"1"}""");
        await _pair.Client.UpdateItemAsync(request);

        Assert.That(() => _pair.Client.UpdateItemAsync(request), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That(_pair.Disagreements, Is.Empty);
    }

    [Test]
    public async Task A_condition_that_only_one_meets_is_reported_once()
    {
        var id = Sample.NewId();
        await _local.UpdateItemAsync(Update(id, "SET #a = :v", Condition, """{"N":"1"}"""));

        await _pair.Client.UpdateItemAsync(Update(id, "SET #a = :v", "attribute_exists(#a)", """{"N":"2"}"""));
        await _pair.Client.GetItemAsync(new GetItemRequest { TableName = _tableName, Key = KeyOf(id) });

        var disagreement = _pair.Disagreements.Single();
        Assert.That(disagreement.First, Is.EqualTo(PairedDynamoDb.Applied));
        Assert.That(disagreement.Second, Does.StartWith("ConditionalCheckFailedException"));
        Assert.That(DynaliteDifferences.NameOf(disagreement), Is.Null);
    }

    [Test]
    public async Task An_item_that_comes_out_otherwise_is_seen()
    {
        var id = Sample.NewId();
        await _local.UpdateItemAsync(Update(id, "SET #a = :v", Condition, """{"N":"1"}"""));
        await _dynalite.UpdateItemAsync(Update(id, "SET #a = :v", Condition, """{"N":"2"}"""));

        await _pair.Client.UpdateItemAsync(Update(id, "SET #a = #a + :v", "attribute_exists(#a)", """{"N":"1"}"""));

        var disagreement = _pair.Disagreements.Single();
        Assert.That(disagreement.First, Does.Contain("""{"N":"2"}"""));
        Assert.That(disagreement.Second, Does.Contain("""{"N":"3"}"""));
        Assert.That(DynaliteDifferences.NameOf(disagreement), Is.Null);
    }

    [Test]
    public async Task Dynalite_adds_up_without_a_limit()
    {
        var id = Sample.NewId();
        await _pair.Client.UpdateItemAsync(Update(id, "SET #a = :v", Condition, """{"N":"1E+50"}"""));

        Assert.That(() => _pair.Client.UpdateItemAsync(Update(id, "SET #a = #a + :v", "attribute_exists(#a)", """{"N":"1"}""")), Throws.InstanceOf<AmazonDynamoDBException>());
        Assert.That(DynaliteDifferences.NameOf(_pair.Disagreements.Single()), Is.EqualTo("Sums of any length"));
    }

    [Test]
    public async Task Dynalite_loses_a_member_whose_name_means_something_in_JavaScript()
    {
        await _pair.Client.UpdateItemAsync(Update(Sample.NewId(), "SET #a = :v", Condition, """{"M":{"__proto__":{"N":"1"}}}"""));

        Assert.That(DynaliteDifferences.NameOf(_pair.Disagreements.Single()), Is.EqualTo("No member called __proto__"));
    }

    [Test]
    public async Task Dynalite_finds_no_Map_equal()
    {
        var id = Sample.NewId();
        await _pair.Client.UpdateItemAsync(Update(id, "SET #a = :v", Condition, """{"M":{}}"""));

        await _pair.Client.UpdateItemAsync(Update(id, "REMOVE #a", "#a = :v", """{"M":{}}"""));

        Assert.That(DynaliteDifferences.NameOf(_pair.Disagreements.Single()), Is.EqualTo("No Map equals another"));
    }

    [Test]
    public async Task Dynalite_does_not_tell_what_a_condition_has_met()
    {
        var request = Update(Sample.NewId(), "SET #a = :v", Condition, """{"N":"1"}""");
        request.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        await _pair.Client.UpdateItemAsync(request);

        Assert.That(() => _local.UpdateItemAsync(request), Throws.TypeOf<ConditionalCheckFailedException>().With.Property("Item").Not.Empty);
        Assert.That(() => _dynalite.UpdateItemAsync(request), Throws.TypeOf<ConditionalCheckFailedException>().With.Property("Item").Null);
    }

    private UpdateItemRequest Update(string id, string update, string condition, string value) => new()
    {
        TableName = _tableName,
        Key = KeyOf(id),
        UpdateExpression = update,
        ConditionExpression = condition,
        ExpressionAttributeNames = new[] { "#a", "#b" }.Where(name => (update + condition).Contains(name, StringComparison.Ordinal)).ToDictionary(name => name, name => name[1..]),
        ExpressionAttributeValues = new() { [":v"] = AttributeValueJson.ToAttributeValue(Sample.Json(value)) },
    };

    private static Dictionary<string, AttributeValue> KeyOf(string id) => new() { ["id"] = new AttributeValue(id) };
}
