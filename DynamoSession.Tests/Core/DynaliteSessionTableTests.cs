using DynamoSession.Core;
using DynamoSession.Tests.Support.Dynalite;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>The contract on DynamoDB Local and dynalite at once: both understand what we say alike.</summary>
[Category(TestEngine.Category)]
public sealed class DynaliteSessionTableTests : SessionTableContract
{
    private readonly SessionTableOptions _options = new();
    private PairedDynamoDb _pair = null!;

    [OneTimeSetUp]
    public async Task CreateTheTables()
    {
        _options.TableName = await TestEngine.CreateTableAsync();
        await TestEngine.CreateTableAsync(await TestDynalite.ClientAsync(), _options.TableName);
    }

    [TearDown]
    public void BothHaveAgreed()
    {
        _pair.Dispose();
        Assert.That(_pair.Disagreements.Where(disagreement => DynaliteDifferences.NameOf(disagreement) is null), Is.Empty);
    }

    private protected override async Task<ISessionTable> CreateTableAsync(TimeProvider clock)
    {
        _pair = new(await TestEngine.ClientAsync(), await TestDynalite.ClientAsync());
        return new DynamoDbSessionTable(_pair.Client, _options, clock);
    }
}
