using System.Globalization;
using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Storefront;

/// <summary>The example in a real browser, with a table whose calls take their time, and can be held up.</summary>
public abstract class StorefrontOnSlowTable : StorefrontInChromium
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private protected CountingProxy Table { get; private set; } = null!;

    /// <summary>Gets how long the example waits for the table.</summary>
    private protected virtual TimeSpan IOTimeout => TimeSpan.FromSeconds(30);

    /// <summary>Lets every call arrive after a while.</summary>
    [SetUp]
    public void Thaw() => Table.Before = _ => Task.Delay(Latency, TimeProvider.System);

    [OneTimeTearDown]
    public async Task StopTableAsync()
    {
        if (Table is not null)
        {
            await Table.DisposeAsync();
        }
    }

    protected override async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync()
    {
        Table = await CountingProxy.StartAsync();
        return new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "storefront",
            ["AWS_SECRET_ACCESS_KEY"] = "storefront",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS__ServiceURL"] = Table.Address.ToString(),

            // A call that a test holds up is attempted once, and is given up only after the deadline of all attempts.
            ["AWS__Timeout"] = "60000",
            ["DynamoSession__IOTimeout"] = IOTimeout.ToString("c", CultureInfo.InvariantCulture),
            ["DynamoSession__Table__TableName"] = TestEngine.NewTableName(),
        };
    }

    /// <summary>Lets no call arrive until <see cref="Thaw"/>.</summary>
    private protected void Freeze() => Table.Before = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);

    private protected Task<ChromiumPage> OpenAsync(string? profile) => Browser.OpenAsync(width: 1024, height: 768, profile);
}
