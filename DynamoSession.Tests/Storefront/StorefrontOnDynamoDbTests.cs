using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Storefront;

[TestFixture]
[Category(TestEngine.Category)]
public sealed class StorefrontOnDynamoDbTests : StorefrontTests
{
    private readonly string _table = TestEngine.NewTableName();

    protected override string Announcement => $"Sessions are kept in the DynamoDB table '{_table}'.";

    protected override async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync()
    {
        var client = await TestEngine.ClientAsync();
        return new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "storefront",
            ["AWS_SECRET_ACCESS_KEY"] = "storefront",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS__ServiceURL"] = client.Config.ServiceURL,
            ["DynamoSession__Table__TableName"] = _table,
        };
    }
}
