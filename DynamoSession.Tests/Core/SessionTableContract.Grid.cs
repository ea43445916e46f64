using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Contract;

namespace DynamoSession.Tests.Core;

/// <summary>Every attempt in every situation.</summary>
public abstract partial class SessionTableContract
{
    /// <summary>Gets where this table answers otherwise than <see cref="ExpectedAnswers"/> say.</summary>
    internal virtual IReadOnlyList<KnownDifference> KnownDifferences => [];

    private static IEnumerable<TestCaseData> WhatTakesEffect =>
        from situation in Enum.GetValues<Situation>()
        from attempt in Enum.GetValues<Attempt>()
        where TakesEffect(attempt, ExpectedAnswers.Of(situation, attempt))
        select new TestCaseData(situation, attempt);

    [Test]
    public async Task Every_attempt_is_answered_as_its_situation_demands_and_does_what_the_answer_says([Values] Situation situation, [Values] Attempt attempt)
    {
        var subject = await BringAboutAsync(situation);
        var before = await DescriptionOfAsync(subject.Id);

        var answer = await AttemptOn(subject, attempt)();

        var after = await DescriptionOfAsync(subject.Id);
        var difference = KnownDifferences.SingleOrDefault(known => (known.Situation, known.Attempt) == (situation, attempt));
        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.EqualTo(difference?.Answer ?? ExpectedAnswers.Of(situation, attempt)));
            Assert.That(after, (answer, attempt) switch
            {
                ("Applied" or "True", Attempt.Fence or Attempt.FenceUnderLease or Attempt.Destroy) => Is.EqualTo("Dead"),
                ("Applied", _) => Does.StartWith("Live").And.Not.EqualTo(before),
                _ => Is.EqualTo(before),
            });
        });
    }

    [TestCaseSource(nameof(WhatTakesEffect))]
    public async Task What_is_tried_again_takes_effect_once(Situation situation, Attempt attempt)
    {
        var subject = await BringAboutAsync(situation);
        var attemptAgain = AttemptOn(subject, attempt);
        await attemptAgain();
        var once = await DescriptionOfAsync(subject.Id);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var again = await attemptAgain();

        Assert.That(again, Is.EqualTo(attempt switch { Attempt.Acquire => "Live", Attempt.Destroy => "False", _ => "AlreadyApplied" }));
        Assert.That(await DescriptionOfAsync(subject.Id), Is.EqualTo(once));
    }

    private static bool TakesEffect(Attempt attempt, string answer) => answer is "Applied" or "True" || (attempt == Attempt.Acquire && answer == "Live");

    /// <summary>Everything that a load tells.</summary>
    private async Task<string> DescriptionOfAsync(string id)
    {
        var result = await Table.LoadAsync(id, consistentRead: true, default);
        return result.Record is not { } record
            ? result.Status.ToString()
            : string.Join(
                Environment.NewLine,
                [
                    result.Status.ToString(),
                    $"version {record.Version}",
                    $"created {record.CreatedAt:O}, ends {record.ExpiresAt:O} or {record.AbsoluteExpiresAt:O}, idle {record.IdleTimeout}",
                    $"user {record.UserId}, persistent {record.IsPersistent}, {record.Origin}",
                    .. Sample.TextOf(record.Fields).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {field.Value}"),
                    .. record.CommitTokens.OrderBy(token => token.Key, StringComparer.Ordinal).Select(token => $"{token.Key}: {token.Value}"),
                ]);
    }
}
