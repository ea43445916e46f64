namespace DynamoSession.AspNetCore.Testing;

/// <summary>Asserts on a session that is being read.</summary>
public static class SessionSnapshotExtensions
{
    /// <summary>
    /// Fails unless there is a session, and it has exactly these fields, this user and this lifetime:
    /// <c>await table.ReadAsync(response).ShouldEqualAsync(expected => expected.Set("cart", cart))</c>.
    /// </summary>
    /// <param name="reading">What <see cref="FakeSessionTable.ReadAsync(string)"/> returns.</param>
    /// <param name="expected">What to do to a new session to make it the expected one.</param>
    /// <exception cref="SessionAssertionException">There is none, or it differs. The message shows the difference by field.</exception>
    public static async Task ShouldEqualAsync(this Task<SessionSnapshot?> reading, Action<IDynamoSession> expected)
    {
        ArgumentNullException.ThrowIfNull(reading);

        var session = await reading ?? throw new SessionAssertionException("There is no stored session: it has ended, got a new id, or was never stored.");
        session.ShouldEqual(expected);
    }
}
