using System.Globalization;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests;

/// <summary>Sets the <see cref="ForeignCulture"/> for the whole run: for the tests, and for the applications that they start.</summary>
[SetUpFixture]
public sealed class CultureOfTheRun
{
    [OneTimeSetUp]
    public void Begin() => CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = ForeignCulture.Instance;

    [OneTimeTearDown]
    public void End() => CultureInfo.DefaultThreadCurrentCulture = null;
}
