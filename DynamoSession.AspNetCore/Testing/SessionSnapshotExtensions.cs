namespace DynamoSession.AspNetCore.Testing;

/// <summary>Assertions on a session that is being read.</summary>
public static class SessionSnapshotExtensions
{
    /// <summary>
    /// Fails unless the session exists and has exactly the expected fields, user and idle timeout:
    /// <c>await table.ReadAsync(response).ShouldEqualAsync(expected => expected.Set("cart", cart))</c>.
    /// </summary>
    /// <param name="reading">The result of <see cref="FakeSessionTable.ReadAsync(string)"/>.</param>
    /// <param name="expected">Turns a new session into the expected one.</param>
    /// <exception cref="SessionAssertionException">There is no session, or it differs. The message shows the difference field by field.</exception>
    public static async Task ShouldEqualAsync(this Task<SessionSnapshot?> reading, Action<IDynamoSession> expected)
    {
        ArgumentNullException.ThrowIfNull(reading);

        var session = await reading ?? throw new SessionAssertionException("There is no stored session: it has ended, got a new id, or was never stored.");
        session.ShouldEqual(expected);
    }
}
