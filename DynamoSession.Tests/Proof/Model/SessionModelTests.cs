using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>Random sequences of everything that a session can do, each compared with a plain model of the documented behavior.</summary>
[Category(ProofRun.Category)]
public sealed class SessionModelTests
{
    private readonly ManualTimeProvider _clock = new();
    private int _sequences;
    private int _steps;

    [SetUp]
    public void Reset() => (_sequences, _steps) = (0, 0);

    [Test]
    public void A_session_in_memory_behaves_like_the_model() =>
        Check(new InMemorySessionTable(_clock), ProofRun.Count(small: 5_000, ci: 100_000, @long: 2_000_000));

    [Test]
    [Category(TestEngine.Category)]
    public async Task A_session_in_DynamoDB_behaves_like_the_model()
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };

        Check(new DynamoDbSessionTable(await TestEngine.ClientAsync(), options, _clock), ProofRun.Count(small: 50, ci: 500, @long: 5_000));
    }

    [Test]
    public void A_fake_session_behaves_like_the_model()
    {
        var blank = new FakeSession(Configure, _clock);

        Check(() => new FakeBrowser(blank), ProofRun.Count(small: 2_500, ci: 50_000, @long: 1_000_000));
    }

    [Test]
    public void A_bug_is_found_and_reduced_to_a_few_steps([Values] Mutant mutant)
    {
        var table = new MutantTable(new InMemorySessionTable(_clock), mutant);
        Step[]? smallest = null;

        var failure = Assert.Catch(() => Check(table, sequences: 10_000, falsified: steps => smallest = steps));

        TestContext.Out.WriteLine($"After {_sequences:N0} sequences, including shrinking: {failure!.Message}");
        Assert.That(smallest, Has.Length.LessThanOrEqualTo(8));
    }

    private void Check(ISessionTable table, int sequences, Action<Step[]>? falsified = null)
    {
        using var app = new InProcessApp(table, _clock, Configure);
        Check(() => new PipelineBrowser(app, _clock), sequences, falsified);
    }

    private static void Configure(DynamoSessionOptions options)
    {
        options.IdleTimeout = ModelRequest.DefaultIdle;
        options.AbsoluteTimeout = ModelRequest.Absolute;
    }

    private void Check(Func<IModelBrowser> createBrowser, int sequences, Action<Step[]>? falsified = null)
    {
        var step = Gen.Choose(0, int.MaxValue - 1).Select(Step.Of);
        var sequence = Gen.Choose(5, 15).SelectMany(length => Gen.ArrayOf(step, length));
        var seed = ProofRun.NewSeed();
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(sequences)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd((ulong)seed), FSharpOption<int>.None)));

        FsCheck.Check.One(config, Prop.ForAll(Arb.From(sequence, Step.Simpler), steps =>
        {
            _sequences++;
            _steps += steps.Length;
            var difference = Sequence.RunAsync(createBrowser(), _clock, steps).GetAwaiter().GetResult();
            if (difference is not null)
            {
                falsified?.Invoke(steps);
            }

            return (difference is null).Label(difference ?? "");
        }));

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_sequences:N0} sequences, {_steps:N0} steps"));
        Assert.That(_sequences, Is.EqualTo(sequences));
    }
}
