using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Revocation;

/// <summary>No session of a user survives a revocation, although the index by user lags by up to ten seconds.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class RevocationRaceTests
{
    private static readonly int Parallelism = 4 * Environment.ProcessorCount;

    [Test]
    public async Task No_session_survives_a_revocation_by_user()
    {
        var count = ProofRun.Count(small: 50, ci: 500, @long: 5_000);
        var seed = ProofRun.NewSeed();
        var random = new Random(seed);
        var options = new SessionTableOptions { TableName = await TestEngine.CreateSessionTableAsync() };
        var (client, index) = LaggingIndex.Create(await TestEngine.ClientAsync(), seed);
        var directory = new DynamoDbSessionDirectory(client, options, new SessionDirectoryOptions(), TimeProvider.System);
        using var app = new InProcessApp(
            new DynamoDbSessionTable(client, options, TimeProvider.System), TimeProvider.System, configure => configure.IOTimeout = TimeSpan.FromMinutes(1));
        var races = Enumerable.Range(0, count).Select(number => new RevocationRace(app, directory, number, new Random(random.Next()))).ToArray();

        await Parallel.ForEachAsync(races, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (race, _) => await race.RunAsync());

        await TestContext.Out.WriteLineAsync(
            $"{count} revocations with {races.Sum(race => race.InProgress)} requests in progress; the index lacked {index.Hidden} sessions; "
            + $"{races.Sum(race => race.Cookies)} cookies, {races.Sum(race => race.Survivors)} survivors.");
        Assert.Multiple(() =>
        {
            Assert.That(races.Sum(race => race.Survivors), Is.Zero);
            Assert.That(races.Count(race => race.IsLockedOut), Is.Zero);
            Assert.That(races.Sum(race => race.InProgress), Is.GreaterThan(count));
            Assert.That(index.Hidden, Is.GreaterThan(count / 4));
        });
    }
}
