using DynamoSession.Core.Retries;

namespace DynamoSession.Tests.Core.Retries;

/// <summary>How attempts against busy writers are spaced.</summary>
public sealed class BackoffTests
{
    private readonly List<TimeSpan> _pauses = [];

    [SetUp]
    public void Forget() => _pauses.Clear();

    [Test]
    public async Task The_first_retry_is_made_at_once_and_their_number_is_bounded()
    {
        var backoff = new Backoff(PauseAsync);

        var retries = 0;
        while (await backoff.WaitAsync(CancellationToken.None))
        {
            retries++;
        }

        Assert.That((retries, _pauses.Count), Is.EqualTo((Backoff.MaxAttempts - 1, Backoff.MaxAttempts - 2)));
    }

    [Test]
    public async Task Pauses_grow_at_random_up_to_25_milliseconds()
    {
        var backoff = new Backoff(PauseAsync);

        while (await backoff.WaitAsync(CancellationToken.None))
        {
        }

        Assert.That(_pauses.Select((pause, index) => pause <= TimeSpan.FromMilliseconds(Math.Min(5 * (index + 1), 25))), Is.All.True);
        Assert.That(_pauses.Distinct().Count(), Is.GreaterThan(Backoff.MaxAttempts / 2));
        Assert.That(_pauses.Max(), Is.GreaterThan(TimeSpan.FromMilliseconds(15)));
    }

    [Test]
    public async Task When_no_caller_waits_it_is_over()
    {
        var isAbandoned = false;
        var backoff = new Backoff(PauseAsync, () => isAbandoned);

        Assert.That(await backoff.WaitAsync(CancellationToken.None), Is.True);
        isAbandoned = true;
        Assert.That(await backoff.WaitAsync(CancellationToken.None), Is.False);
        Assert.That(_pauses, Is.Empty);
    }

    [Test]
    public async Task A_client_that_goes_during_the_pause_ends_it_too()
    {
        var isAbandoned = false;
        var backoff = new Backoff(
            (_, _) =>
            {
                isAbandoned = true;
                return Task.CompletedTask;
            },
            () => isAbandoned);

        Assert.That(await backoff.WaitAsync(CancellationToken.None), Is.True);
        Assert.That(await backoff.WaitAsync(CancellationToken.None), Is.False);
    }

    [Test]
    public void It_can_be_cancelled()
    {
        var backoff = new Backoff(PauseAsync);

        Assert.That(() => backoff.WaitAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        _pauses.Add(pause);
        return Task.CompletedTask;
    }
}
