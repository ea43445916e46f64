using System.Globalization;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests;

/// <summary>Puts the whole run into the <see cref="ForeignCulture"/>: the tests' threads, and those of the applications that they start.</summary>
[SetUpFixture]
public sealed class CultureOfTheRun
{
    [OneTimeSetUp]
    public void Begin() => CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = ForeignCulture.Instance;

    [OneTimeTearDown]
    public void End() => CultureInfo.DefaultThreadCurrentCulture = null;
}
