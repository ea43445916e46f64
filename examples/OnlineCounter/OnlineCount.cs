namespace OnlineCounter;

/// <param name="Sessions">The number of live sessions.</param>
/// <param name="Users">The number of users with at least one of them.</param>
internal sealed record OnlineCount(int Sessions, int Users);
