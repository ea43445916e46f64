namespace DynamoSession.Tests.Storefront;

[TestFixture]
public sealed class StorefrontInMemoryTests : StorefrontTests
{
    protected override string Announcement => "Sessions are kept in this process's memory.";

    /// <summary>Everything that DynamoDB needs but a table's name: what lies around on a machine must not decide.</summary>
    protected override Task<IReadOnlyDictionary<string, string>> EnvironmentAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(
        new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "lying-around",
            ["AWS_SECRET_ACCESS_KEY"] = "lying-around",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS__ServiceURL"] = "http://127.0.0.1:1",
        });
}
