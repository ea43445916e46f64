using DynamoSession.AspNetCore.Loading;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.AspNetCore.Loading;

/// <summary>The pauses between reads of a session whose lease another process holds.</summary>
public sealed class PollPausesTests
{
    private readonly ManualTimeProvider _clock = new();
    private PollPauses _pauses = null!;

    [SetUp]
    public void Create() => _pauses = new PollPauses(_clock);

    [Test]
    public void Before_the_first_read_there_is_none()
    {
        Assert.That((_pauses.Left, _pauses.HasJustBegun), Is.EqualTo((TimeSpan.Zero, false)));
    }

    [Test]
    public void They_grow_to_a_second_and_are_random_by_half()
    {
        int[] expected = [50, 100, 200, 400, 800, 1000, 1000];
        foreach (var milliseconds in expected)
        {
            _pauses.Begin();

            Assert.That(_pauses.Left.TotalMilliseconds, Is.InRange(milliseconds * 0.5, milliseconds * 1.5));
        }
    }

    [Test]
    public void They_pass_with_the_clock()
    {
        _pauses.Begin();
        var before = (_pauses.Left > TimeSpan.Zero, _pauses.HasJustBegun);
        _clock.Advance(TimeSpan.FromMilliseconds(75));

        Assert.That((before, _pauses.Left, _pauses.HasJustBegun), Is.EqualTo(((true, true), TimeSpan.Zero, false)));
    }

    [Test]
    public void After_a_reset_they_begin_anew()
    {
        for (var count = 0; count < 5; count++)
        {
            _pauses.Begin();
        }

        _pauses.Reset();
        var after = (_pauses.Left, _pauses.HasJustBegun);
        _pauses.Begin();

        Assert.That(after, Is.EqualTo((TimeSpan.Zero, false)));
        Assert.That(_pauses.Left, Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(75)));
    }
}
