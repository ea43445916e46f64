using DynamoSession.AspNetCore.Commits;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>One at a time, first come first served.</summary>
public sealed class CommitTurnsTests
{
    private readonly CommitTurns _turns = new();

    [Test]
    public async Task A_turn_starts_when_the_previous_one_is_over()
    {
        var first = await _turns.TakeAsync();
        var second = _turns.TakeAsync();
        var third = _turns.TakeAsync();
        Assert.That((second.IsCompleted, third.IsCompleted), Is.EqualTo((false, false)));

        first.Dispose();
        var turn = await second;

        Assert.That(third.IsCompleted, Is.False);
        turn.Dispose();
        (await third).Dispose();
    }

    [Test]
    public async Task A_free_turn_is_taken_at_once()
    {
        (await _turns.TakeAsync()).Dispose();

        var second = _turns.TakeAsync();

        Assert.That(second.IsCompletedSuccessfully, Is.True);
        (await second).Dispose();
    }

    [Test]
    public async Task A_turn_can_be_taken_without_waiting_only_if_it_is_free()
    {
        var first = await _turns.TakeAsync();
        Assert.That(_turns.TryTake(), Is.Null);
        first.Dispose();

        var second = _turns.TryTake();

        Assert.That(second, Is.Not.Null);
        var third = _turns.TakeAsync();
        Assert.That((_turns.TryTake(), third.IsCompleted), Is.EqualTo(((IDisposable?)null, false)));
        second!.Dispose();
        (await third).Dispose();
    }

    [Test]
    public async Task A_cancelled_wait_neither_lets_a_later_turn_in_early_nor_blocks_it()
    {
        using var giveUp = new CancellationTokenSource();
        var first = await _turns.TakeAsync();
        var second = _turns.TakeAsync(giveUp.Token);
        var third = _turns.TakeAsync();

        await giveUp.CancelAsync();

        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(third.IsCompleted, Is.False);
        first.Dispose();
        (await third).Dispose();
    }
}
