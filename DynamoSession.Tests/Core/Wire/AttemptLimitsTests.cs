using DynamoSession.Core.Wire;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>What one attempt leaves behind cannot end another.</summary>
[TestFixture]
public sealed class AttemptLimitsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Test]
    public void The_source_of_an_ended_attempt_is_used_again()
    {
        var limits = new AttemptLimits(Long);
        var first = limits.Start(CancellationToken.None);
        var token = first.Token;
        first.Dispose();

        using var second = limits.Start(CancellationToken.None);

        Assert.That(second.Token, Is.EqualTo(token));
    }

    [Test]
    public void Attempts_at_the_same_time_have_sources_of_their_own()
    {
        var limits = new AttemptLimits(Long);

        using var first = limits.Start(CancellationToken.None);
        using var second = limits.Start(CancellationToken.None);

        Assert.That(second.Token, Is.Not.EqualTo(first.Token));
    }

    [Test]
    public void A_caller_who_cancels_ends_the_attempt_and_no_later_one()
    {
        var limits = new AttemptLimits(Long);
        using var caller = new CancellationTokenSource();
        var first = limits.Start(caller.Token);

        caller.Cancel();
        var wasCanceled = first.Token.IsCancellationRequested;
        first.Dispose();
        using var second = limits.Start(CancellationToken.None);

        Assert.That((wasCanceled, second.Token.IsCancellationRequested), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_caller_who_cancels_after_the_attempt_ends_no_later_one()
    {
        var limits = new AttemptLimits(Long);
        using var caller = new CancellationTokenSource();
        limits.Start(caller.Token).Dispose();
        using var second = limits.Start(CancellationToken.None);

        caller.Cancel();

        Assert.That(second.Token.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task An_attempt_that_takes_too_long_is_ended_and_no_later_one()
    {
        var limits = new AttemptLimits(TimeSpan.FromMilliseconds(100));
        var first = limits.Start(CancellationToken.None);
        var ended = new TaskCompletionSource();
        await using var registration = first.Token.Register(ended.SetResult);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        first.Dispose();

        using var second = limits.Start(CancellationToken.None);

        Assert.That(second.Token.IsCancellationRequested, Is.False);
    }

    [Test]
    public void Time_begins_anew_with_each_attempt()
    {
        var limits = new AttemptLimits(TimeSpan.FromSeconds(2));
        var began = TimeProvider.System.GetTimestamp();
        var canceled = 0;

        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(3))
        {
            using var attempt = limits.Start(CancellationToken.None);
            canceled += attempt.Token.IsCancellationRequested ? 1 : 0;
        }

        Assert.That(canceled, Is.Zero);
    }

    [Test]
    public void However_many_attempts_have_run_at_once_later_ones_still_use_their_sources()
    {
        var limits = new AttemptLimits(Long);
        for (var burst = 0; burst < 300; burst++)
        {
            foreach (var attempt in Enumerable.Range(0, 260).Select(_ => limits.Start(CancellationToken.None)).ToArray())
            {
                attempt.Dispose();
            }
        }

        var last = limits.Start(CancellationToken.None);
        var token = last.Token;
        last.Dispose();
        using var next = limits.Start(CancellationToken.None);

        Assert.That(next.Token, Is.EqualTo(token));
    }

    [Test]
    public void Of_many_attempts_on_many_threads_those_are_ended_whose_callers_cancel()
    {
        var limits = new AttemptLimits(Long);
        var (wrong, canceled) = (0, 0);

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            using var caller = new CancellationTokenSource();
            using var attempt = limits.Start(caller.Token);
            var cancels = index % 3 == 0;
            if (cancels)
            {
                Interlocked.Increment(ref canceled);
                caller.Cancel();
            }

            if (attempt.Token.IsCancellationRequested != cancels)
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That((wrong, canceled), Is.EqualTo((0, 6_667)));
    }
}
