using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Contract;

namespace DynamoSession.Tests.Core;

/// <summary>How each <see cref="Attempt"/> is made.</summary>
public abstract partial class SessionTableFixture
{
    /// <returns>The attempt, which can be made again: with the same creation, commit, lease or fence.</returns>
    private protected Func<Task<string>> AttemptOn(Subject subject, Attempt attempt) => attempt switch
    {
        Attempt.Load => () => StatusAsync(Table.LoadAsync(subject.Id, consistentRead: true, default)),
        Attempt.LoadEventually => () => StatusAsync(Table.LoadAsync(subject.Id, consistentRead: false, default)),
        Attempt.Acquire => () => StatusAsync(Table.AcquireAsync(subject.Lease, default)),
        Attempt.Release => () => ReleaseAsync(subject),
        Attempt.Create or Attempt.CreateReplacingEnded or Attempt.CreateMigrated or Attempt.CreateMigratedAgain => Creating(subject, attempt),
        Attempt.Touch => Touching(subject),
        Attempt.CompleteMigration => () => TextAsync(Table.DetachOriginAsync(subject.Id, default)),
        Attempt.Fence => Fencing(Fence(subject.Loaded)),
        Attempt.FenceUnderLease => Fencing(Fence(subject.Loaded, subject.Lease)),
        Attempt.Destroy => () => TextAsync(Table.DestroyAsync(subject.Id, default)),
        _ => Committing(subject, attempt),
    };

    /// <summary>Makes the attempt, and asserts what it answers and that it has done just what the answer says.</summary>
    private protected async Task AssertAnswerAndEffectAsync(Situation situation, Attempt attempt, string expected)
    {
        var subject = await BringAboutAsync(situation);
        var before = await DescriptionOfAsync(subject.Id);

        var answer = await AttemptOn(subject, attempt)();

        var after = await DescriptionOfAsync(subject.Id);
        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.EqualTo(expected));
            Assert.That(after, (answer, attempt) switch
            {
                ("Applied" or "True", Attempt.Fence or Attempt.FenceUnderLease or Attempt.Destroy) => Is.EqualTo("Dead"),
                ("Applied", _) => Does.StartWith("Live").And.Not.EqualTo(before),
                _ => Is.EqualTo(before),
            });
        });
    }

    private Func<Task<string>> Creating(Subject subject, Attempt attempt)
    {
        var creation = attempt switch
        {
            Attempt.Create => Sample.Creation(Now, subject.Id),
            Attempt.CreateReplacingEnded => Sample.Creation(Now, subject.Id, replacesEnded: true),
            Attempt.CreateMigrated => Migrated(subject.Id),
            _ => Again(subject.Id),
        };
        return () => TextAsync(Table.CreateAsync(creation, default));
    }

    private Func<Task<string>> Committing(Subject subject, Attempt attempt)
    {
        var commit = new SessionCommit
        {
            Loaded = subject.Loaded,
            Changes = attempt switch
            {
                Attempt.CommitVeryMany or Attempt.CommitVeryManyUnlessChanged => Changed("very many"),
                Attempt.CommitAll => Changed("all"),
                _ => Changed("one"),
            },
            ExpiresAt = Now.AddMinutes(25),
            IdleTimeout = subject.Loaded.IdleTimeout,
            UserId = subject.Loaded.UserId,
            RequiresLoadedVersion = attempt is Attempt.CommitUnlessChanged or Attempt.CommitVeryManyUnlessChanged,
            Lease = attempt == Attempt.CommitUnderLease ? subject.Lease : null,
        };
        return () => TextAsync(Table.CommitAsync(commit, default));
    }

    private Func<Task<string>> Touching(Subject subject)
    {
        var end = Now.AddMinutes(25);
        return () => TextAsync(Table.TouchAsync(subject.Id, subject.Loaded.IdleTimeout, end, default));
    }

    private Func<Task<string>> Fencing(SessionFence fence) => () => TextAsync(Table.FenceAsync(fence, default));

    private async Task<string> ReleaseAsync(Subject subject)
    {
        await Table.ReleaseAsync(subject.Lease, default);
        return await StatusAsync(Table.AcquireAsync(Lease(subject.Id), default));
    }

    private static async Task<string> StatusAsync(Task<SessionLoadResult> look) => (await look).Status.ToString();

    private static async Task<string> TextAsync<T>(Task<T> answer)
        where T : struct => (await answer).ToString()!;
}
