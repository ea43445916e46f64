using DynamoSession.Core.Capacity;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Capacity;

public sealed class CapacityBudgetTests
{
    private readonly ManualTimeProvider _clock = new();

    [Test]
    public async Task What_a_call_costs_is_paid_back_before_the_next_one()
    {
        var budget = new CapacityBudget(10, _clock);
        await SpendAsync(budget, 25);

        var next = SpendAsync(budget, 1);
        _clock.Advance(TimeSpan.FromSeconds(2.4));
        var early = next.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await next;

        Assert.That((early, budget.Consumed), Is.EqualTo((false, 26)));
    }

    [Test]
    public async Task A_pause_does_not_lead_to_a_burst()
    {
        var budget = new CapacityBudget(10, _clock);
        await SpendAsync(budget, 0);
        _clock.Advance(TimeSpan.FromMinutes(1));

        // What a second allows, and one that is owed.
        for (var call = 0; call < 11; call++)
        {
            await SpendAsync(budget, 1);
        }

        Assert.That(SpendAsync(budget, 1).IsCompleted, Is.False);
    }

    [Test]
    public async Task Calls_at_the_same_time_do_not_count_on_the_same_units()
    {
        var budget = new CapacityBudget(10, _clock);
        var answer = new TaskCompletionSource<bool>();
        var first = budget.SpendAsync(5, _ => answer.Task, default);

        var second = SpendAsync(budget, 1);
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        var early = second.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await second;

        Assert.That((early, first.IsCompleted), Is.EqualTo((false, false)));
    }

    private static Task<bool> SpendAsync(CapacityBudget budget, double units) => budget.SpendAsync(
        units,
        _ =>
        {
            budget.Consume(units);
            return Task.FromResult(true);
        },
        default);
}
