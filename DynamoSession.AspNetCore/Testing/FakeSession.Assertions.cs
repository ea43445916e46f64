using DynamoSession.AspNetCore.Testing.Comparison;

namespace DynamoSession.AspNetCore.Testing;

// Expectations are expressed with the session's own methods, so that there is no assertion API to learn.
public sealed partial class FakeSession
{
    /// <summary>Compares what this request has done to its session (fields, user, timeouts, persistence and id) with what it should have done.</summary>
    /// <param name="expected">What it should have done. It is applied to an equal session.</param>
    /// <returns>The difference; <see langword="null"/> if there is none.</returns>
    public SessionDifference? DifferenceFrom(Action<IDynamoSession> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);

        var request = Request;
        var twin = _backend.Backstage.Simulate(request.Loaded, _policy, expected);
        return new DifferenceBuilder()
            .Add(twin.Changes, request.Changes)
            .Add(nameof(UserId), twin.UserId, request.UserId)
            .Add(nameof(IdleTimeout), twin.IdleTimeout.ToString(), request.IdleTimeout.ToString())
            .Add(nameof(AbsoluteTimeout), twin.OwnAbsoluteTimeout?.ToString(), request.OwnAbsoluteTimeout?.ToString())
            .Add(nameof(IsPersistent), twin.IsPersistent.ToString(), request.IsPersistent.ToString())
            .Add("RenewId()", DifferenceBuilder.Called(twin.WasRenewed), DifferenceBuilder.Called(WasRenewed))
            .Add("Destroy()", DifferenceBuilder.Called(twin.WasDestroyed), DifferenceBuilder.Called(WasDestroyed))
            .Under("The session was not used as expected:");
    }

    /// <summary>Fails unless this request has done exactly this to its session.</summary>
    /// <param name="expected">What it should have done. It is applied to an equal session.</param>
    /// <exception cref="SessionAssertionException">It has done something else. The message shows the difference field by field.</exception>
    public void ShouldHaveChanged(Action<IDynamoSession> expected)
    {
        if (DifferenceFrom(expected) is { } difference)
        {
            throw new SessionAssertionException(difference.ToString());
        }
    }

    /// <summary>Fails if this request has changed anything about its session.</summary>
    /// <exception cref="SessionAssertionException">It has changed something. The message shows the changes field by field.</exception>
    public void ShouldBeUnchanged() => ShouldHaveChanged(_ => { });
}
