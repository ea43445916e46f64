using DynamoSession.AspNetCore.Testing.Comparison;

namespace DynamoSession.AspNetCore.Testing;

// What a test expects, said in the verbs of a session, so that there is nothing new to learn.
public sealed partial class FakeSession
{
    /// <summary>Compares what this request has done to its session with what it should have: to fields, user, lifetime and id.</summary>
    /// <param name="expected">What it should have done. It is done to an equal session.</param>
    /// <returns>The difference; <see langword="null"/> when there is none.</returns>
    public SessionDifference? DifferenceFrom(Action<IDynamoSession> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);

        var session = Session;
        var twin = _table.Backstage.Imagine(_loaded, _policy, expected);
        return new DifferenceBuilder()
            .Add(twin.Changes.Inner, Changes.Inner)
            .Add(nameof(UserId), twin.UserId, session.UserId)
            .Add(nameof(IdleTimeout), twin.IdleTimeout.ToString(), session.IdleTimeout.ToString())
            .Add("RenewId()", DifferenceBuilder.Called(twin.WasRenewed), DifferenceBuilder.Called(WasRenewed))
            .Add("Destroy()", DifferenceBuilder.Called(twin.WasDestroyed), DifferenceBuilder.Called(WasDestroyed))
            .Under("The session was not used as expected:");
    }

    /// <summary>Fails unless this request has done exactly that to its session.</summary>
    /// <param name="expected">What it should have done. It is done to an equal session.</param>
    /// <exception cref="SessionAssertionException">It has done something else. The message shows the difference by field.</exception>
    public void ShouldHaveChanged(Action<IDynamoSession> expected)
    {
        if (DifferenceFrom(expected) is { } difference)
        {
            throw new SessionAssertionException(difference.ToString());
        }
    }

    /// <summary>Fails if this request has changed anything about its session.</summary>
    /// <exception cref="SessionAssertionException">It has. The message shows what, by field.</exception>
    public void ShouldBeUnchanged() => ShouldHaveChanged(_ => { });
}
