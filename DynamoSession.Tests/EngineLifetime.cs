using DynamoSession.Tests.Support.Dynalite;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests;

/// <summary>Ends the engines with the test run; the first test that needs one starts it.</summary>
[SetUpFixture]
public sealed class EngineLifetime
{
    [OneTimeTearDown]
    public static Task StopTheEngines()
    {
        TestEngine.Stop();
        return TestDynalite.StopAsync();
    }
}
