using System.Text.Json;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.Support.Express;

/// <summary>A real application with express-session in a process of its own, on a table of the engine.</summary>
internal sealed class ExpressProcess : IAsyncDisposable
{
    private readonly NodeProcess _node;

    private ExpressProcess(NodeProcess node) => _node = node;

    public Uri Address => _node.Address;

    /// <summary>Gets everything that the application has written.</summary>
    public string Output => _node.Output;

    /// <summary>Starts an application; a test that cannot have it is skipped with the remedy, in CI it fails.</summary>
    /// <param name="format">The store that it uses; every one but <see cref="ExpressFormat.Automatic"/>.</param>
    /// <param name="tableName">A table of the engine, whose key is <see cref="KeyAttributeOf"/>.</param>
    /// <param name="settings">How it is set up.</param>
    public static async Task<ExpressProcess> StartAsync(ExpressFormat format, string tableName, ExpressSettings? settings = null)
    {
        var engine = await TestEngine.ClientAsync();
        var environment = new Dictionary<string, string>
        {
            ["AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE"] = "1",
            ["STORE"] = PackageOf(format),
            ["DYNAMODB_ENDPOINT"] = engine.Config.ServiceURL,
            ["TABLE"] = tableName,
            ["SETTINGS"] = JsonSerializer.Serialize(settings ?? new()),
        };
        try
        {
            return new(await NodeProcess.StartAsync("Support/Express/app.js", ExpressPackages.Installed, environment));
        }
        catch (NodeUnavailableException exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
    }

    /// <summary>Returns the name of the key that a store's table has.</summary>
    public static string KeyAttributeOf(ExpressFormat format) =>
        format is ExpressFormat.DynamoDbStore or ExpressFormat.ServerlessDynamoDbSessionStore ? "sessionId" : "id";

    public Browser NewBrowser() => new(Address);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static string PackageOf(ExpressFormat format) => format switch
    {
        ExpressFormat.ConnectDynamoDb => "connect-dynamodb",
        ExpressFormat.PwrDrvr => "@pwrdrvr/dynamodb-session-store",
        ExpressFormat.ConnectDynamoDbSession => "connect-dynamodb-session",
        ExpressFormat.ServerlessDynamoDbSessionStore => "serverless-dynamodb-session-store",
        ExpressFormat.DynamoDbStore => "dynamodb-store",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a known store."),
    };
}
