using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Records;

namespace DynamoSession.Tests.Core.DynamoDb;

/// <summary>Items that no version of this package has written.</summary>
public sealed class ItemReaderTests
{
    [TestCase("0")]
    [TestCase("-60")]
    [TestCase("2147483648")]
    [TestCase("9223372036854775807")]
    public void An_unreasonably_long_idle_timeout_is_ignored(string seconds)
    {
        var record = Read("idle", new AttributeValue { N = seconds });

        Assert.That(record.IdleTimeout, Is.Null);
    }

    [Test]
    public void A_field_without_a_type_makes_the_fields_unreadable()
    {
        var record = Read("sess", MapOf(new AttributeValue()));

        Assert.That(record.Fields, Is.Null);
    }

    [Test]
    public void A_token_without_a_value_is_an_expired_one()
    {
        var record = Read("rt", MapOf(null!));

        Assert.That(record.CommitTokens, Is.EqualTo(new Dictionary<string, long> { ["a"] = 0 }));
    }

    private static AttributeValue MapOf(AttributeValue value) => new() { M = new() { ["a"] = value }, IsMSet = true };

    private static StoredRecord Read(string attribute, AttributeValue value) =>
        new ItemReader(new SessionTableOptions().Attributes).Read(new() { [attribute] = value })!;
}
