using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>Knowing an id from before a sign-in gives no access after it, and no user is locked out.</summary>
[Category(ProofRun.Category)]
public sealed class FixationTests
{
    private const double FailingWrites = 0.03;
    private static readonly int Parallelism = 4 * Environment.ProcessorCount;

    [Test]
    public async Task An_id_from_before_a_sign_in_gives_no_access_after_it_and_every_user_can_sign_in()
    {
        var clock = new ManualTimeProvider();
        var table = new ShuffledTable(new InMemorySessionTable(clock), FailingWrites);

        await SignInAsync(table, clock, ProofRun.Count(small: 180, ci: 1_000, @long: 20_000));

        Assert.That(table.Failures, Is.Positive);
    }

    [Test]
    [Category(TestEngine.Category)]
    public async Task An_id_from_before_a_sign_in_gives_no_access_on_DynamoDB_either()
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };
        var table = new DynamoDbSessionTable(await TestEngine.ClientAsync(), options, TimeProvider.System);

        await SignInAsync(new ShuffledTable(table, FailingWrites), TimeProvider.System, ProofRun.Count(small: 45, ci: 100, @long: 1_000));
    }

    private static async Task SignInAsync(ISessionTable table, TimeProvider clock, int users)
    {
        var random = new Random(ProofRun.NewSeed());
        using var app = new InProcessApp(table, clock, options => options.IOTimeout = TimeSpan.FromMinutes(1));
        var signIns = Enumerable.Range(0, users).Select(user => new SignIn(app, clock, user, new Random(random.Next()))).ToArray();

        await Parallel.ForEachAsync(signIns, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (signIn, _) => await signIn.RunAsync());

        await TestContext.Out.WriteLineAsync(
            $"{users} users, of whom {signIns.Count(signIn => signIn.ClicksTwice)} clicked twice, {signIns.Count(signIn => signIn.LosesResponses)} lost responses "
            + $"and {signIns.Count(signIn => signIn.Repeats > 0)} signed in again; {signIns.Sum(signIn => signIn.Attempts)} attempts with an id from before the sign-in, "
            + $"{signIns.Sum(signIn => signIn.Accesses)} accesses; {signIns.Count(signIn => signIn.Problem is not null)} users with a problem.");
        Assert.Multiple(() =>
        {
            Assert.That(signIns.Sum(signIn => signIn.Accesses), Is.Zero);
            Assert.That(signIns.Where(signIn => signIn.Problem is not null).Select(signIn => $"{signIn.Start}: {signIn.Problem}"), Is.Empty);
            Assert.That(signIns.Sum(signIn => signIn.Attempts), Is.GreaterThan(5 * users));
            Assert.That(signIns.Count(signIn => signIn.ClicksTwice), Is.GreaterThan(users / 5));
            Assert.That(signIns.Count(signIn => signIn.LosesResponses && signIn.Repeats > 0), Is.GreaterThan(users / 20));
            Assert.That(signIns.Select(signIn => signIn.Start).Distinct().Count(), Is.EqualTo(Enum.GetValues<Start>().Length));
        });
    }
}
