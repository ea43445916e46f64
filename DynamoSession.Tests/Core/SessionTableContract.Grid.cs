using DynamoSession.Core;
using DynamoSession.Tests.Support.Contract;

namespace DynamoSession.Tests.Core;

/// <summary>What every <see cref="ISessionTable"/> does; each implementation runs all of it. Here: every attempt in every situation.</summary>
public abstract partial class SessionTableContract : SessionTableFixture
{
    /// <summary>Gets where this table answers otherwise than <see cref="ExpectedAnswers"/> say.</summary>
    internal virtual IReadOnlyList<KnownDifference> KnownDifferences => [];

    private static IEnumerable<TestCaseData> WhatTakesEffect =>
        from situation in Enum.GetValues<Situation>()
        from attempt in Enum.GetValues<Attempt>()
        where TakesEffect(attempt, ExpectedAnswers.Of(situation, attempt))
        select new TestCaseData(situation, attempt);

    [Test]
    public async Task Every_attempt_has_the_expected_result_and_the_effect_that_it_reports([Values] Situation situation, [Values] Attempt attempt)
    {
        var difference = KnownDifferences.SingleOrDefault(known => (known.Situation, known.Attempt) == (situation, attempt));

        await AssertAnswerAndEffectAsync(situation, attempt, difference?.Answer ?? ExpectedAnswers.Of(situation, attempt));
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
}
