using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests;

/// <summary>Ends the engine with the test run; the first test that needs one starts it.</summary>
[SetUpFixture]
public sealed class EngineLifetime
{
    [OneTimeTearDown]
    public static void StopTheEngine() => TestEngine.Stop();
}
