namespace DynamoSession.AspNetCore.Health;

/// <summary>The names of the data of a health check, as documented in docs/operations.md.</summary>
internal static class HealthData
{
    public const string Table = "table";
    public const string TimeToLive = "timeToLive";
    public const string ClockSkewSeconds = "clockSkewSeconds";
    public const string ThrottledCalls = "throttledCalls";
    public const string ShedTouches = "shedTouches";
}
