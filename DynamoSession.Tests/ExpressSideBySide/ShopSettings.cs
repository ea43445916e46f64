using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.ExpressSideBySide;

/// <summary>What examples/ExpressSideBySide/start passes on to both halves, with tables of their own.</summary>
internal static class ShopSettings
{
    public static async Task<Dictionary<string, string>> NewAsync() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["AWS_ENDPOINT_URL_DYNAMODB"] = (await TestEngine.ClientAsync()).Config.ServiceURL.TrimEnd('/'),
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "DynamoSessionTests",
        ["AWS_SECRET_ACCESS_KEY"] = "none",
        ["SESSION_SECRET"] = "a secret of the tests",
        ["MIGRATION_KEY"] = Convert.ToBase64String(new byte[32]),
        ["EXPRESS_TABLE"] = TestEngine.NewTableName(),
        ["TABLE"] = TestEngine.NewTableName(),
        ["PORT"] = "0",

        // Otherwise, only warnings of the framework are logged, and not its address.
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
    };
}
