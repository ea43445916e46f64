using DynamoSession.Core.Calls;

namespace DynamoSession.Tests.Core.Calls;

/// <summary>What one limit leaves behind cannot cancel what the next one limits.</summary>
public sealed class TimeLimitsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Test]
    public void The_source_of_a_limit_that_has_ended_is_used_again()
    {
        var limits = new TimeLimits();
        var first = limits.Start(Long);
        first.Dispose();

        using var second = limits.Start(Long);

        Assert.That(second, Is.SameAs(first));
    }

    [Test]
    public void A_source_that_was_canceled_is_not_used_again()
    {
        var limits = new TimeLimits();
        var first = limits.Start(Long);
        first.Cancel();
        first.Dispose();

        using var second = limits.Start(Long);

        Assert.That((second.IsCancellationRequested, ReferenceEquals(second, first)), Is.EqualTo((false, false)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_source_that_is_disposed_twice_is_used_for_one_limit_at_a_time(bool isCanceled)
    {
        var limits = new TimeLimits();
        var first = limits.Start(Long);
        if (isCanceled)
        {
            first.Cancel();
        }

        first.Dispose();
        first.Dispose();

        using var second = limits.Start(Long);
        using var third = limits.Start(Long);
        Assert.That(third, Is.Not.SameAs(second));
    }

    [Test]
    public void Who_was_told_of_the_first_limit_is_not_told_of_the_second()
    {
        var limits = new TimeLimits();
        var told = 0;
        var first = limits.Start(Long);
        first.Token.Register(() => told++);
        first.Dispose();

        using var second = limits.Start(Long);
        second.Cancel();

        Assert.That((told, second.IsCancellationRequested), Is.EqualTo((0, true)));
    }

    [Test]
    public async Task The_time_of_a_source_that_is_used_again_begins_anew()
    {
        var limits = new TimeLimits();
        limits.Start(TimeSpan.FromMilliseconds(50)).Dispose();

        using var second = limits.Start(Long);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);

        Assert.That(second.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task A_source_that_is_used_again_is_canceled_when_its_own_time_is_up()
    {
        var limits = new TimeLimits();
        limits.Start(Long).Dispose();
        using var second = limits.Start(TimeSpan.FromMilliseconds(50));
        var ended = new TaskCompletionSource();
        await using var registration = second.Token.Register(ended.SetResult);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.That(second.IsCancellationRequested, Is.True);
    }
}
